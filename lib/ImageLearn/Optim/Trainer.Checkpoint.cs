using ImageLearn.Data;

namespace ImageLearn.Optim;

public sealed partial class Trainer
{
    /// <summary>Saves parameters, what the optimizer remembers, the curves, and the best parameters so far.</summary>
    void Save()
    {
        Dictionary<string, Tensor> all = [];
        foreach (var (group, state) in ((string, Dictionary<string, Tensor>?)[])[("model", model.StateDict()), ("optimizer", optimizer.StateDict()), ("best", _best)])
            foreach (var (name, value) in state ?? []) all[$"{group}.{name}"] = value;
        foreach (var (name, values) in Curves)
            if (values.Count > 0) all[$"history.{name}"] = Tensor.Of((Array)values.ToArray());
        Safetensors.Save(Checkpoint!, all);
    }

    /// <summary>Goes on from the checkpoint: what schedule and early stopping know follows from the curves.</summary>
    void Resume(DataLoader train)
    {
        var all = Safetensors.Load(Checkpoint!);
        Dictionary<string, Tensor> Group(string group) => all.Where(named => named.Key.StartsWith(group, StringComparison.Ordinal)).ToDictionary(named => named.Key[group.Length..], named => named.Value);

        model.LoadStateDict(Group("model."));
        if (Group("best.") is { Count: > 0 } best) _best = best;
        var saved = Group("history.");
        foreach (var (name, values) in Curves)
            if (saved.TryGetValue(name, out var measured)) values.AddRange(measured.Data);
        foreach (float loss in History.ValidationLosses.Count > 0 ? History.ValidationLosses : History.Losses) EndEpoch(loss);
        optimizer.LoadStateDict(Group("optimizer."));   // after the schedule, for the rate is the optimizer's
        train.Epoch = History.Epochs;
    }

    (string Name, List<float> Values)[] Curves =>
        [("loss", History.Losses), ("metric", History.Metrics), ("validation_loss", History.ValidationLosses), ("validation_metric", History.ValidationMetrics)];
}
