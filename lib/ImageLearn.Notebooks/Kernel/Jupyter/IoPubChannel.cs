using System.Text;
using System.Text.Json.Nodes;
using ImageLearn.Notebooks.Kernel.Zmtp;

namespace ImageLearn.Notebooks.Kernel.Jupyter;

/// <summary>What every front end sees: status and outputs, each naming the request it belongs to.</summary>
sealed class IoPubChannel(PublisherSocket socket, MessageFormat format)
{
    public void Status(string state, Message? parent) => Publish("status", parent, new() { ["execution_state"] = state });

    /// <summary>Publishes to all; a droppable message passes by a front end that has not read for a long time.</summary>
    public void Publish(string type, Message? parent, JsonObject content, bool droppable = false) =>
        socket.Publish(format.Compose([Encoding.ASCII.GetBytes(type)], type, parent, content), droppable);
}
