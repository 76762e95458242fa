namespace ImageLearn.Imaging;

/// <summary>The length of a shape's outline, estimated from how its border pixels lie to each other.</summary>
static class Outline
{
    public static double Length(Tensor mask)
    {
        int height = mask.Shape[0], width = mask.Shape[1];
        var inside = mask.Elements;
        bool At(int y, int x) => (uint)y < (uint)height && (uint)x < (uint)width && inside[y * width + x] != 0;
        var border = new bool[height * width];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) border[y * width + x] = At(y, x) && !(At(y - 1, x) && At(y + 1, x) && At(y, x - 1) && At(y, x + 1));
        int Border(int y, int x) => (uint)y < (uint)height && (uint)x < (uint)width && border[y * width + x] ? 1 : 0;

        double straight = 0, diagonal = 0, both = 0;
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
            {
                if (Border(y, x) == 0) continue;
                int beside = Border(y - 1, x) + Border(y + 1, x) + Border(y, x - 1) + Border(y, x + 1);
                int corners = Border(y - 1, x - 1) + Border(y - 1, x + 1) + Border(y + 1, x - 1) + Border(y + 1, x + 1);
                switch (beside, corners)
                {
                    case (2 or 3, 0 or 1 or 2): straight++; break;
                    case (0, 2) or (1, 3): diagonal++; break;
                    case (1, 1 or 2): both++; break;
                }
            }
        return straight + diagonal * Math.Sqrt(2) + both * (1 + Math.Sqrt(2)) / 2;
    }
}
