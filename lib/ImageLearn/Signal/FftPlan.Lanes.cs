namespace ImageLearn.Signal;

/// <summary>What the ways to transform share: arithmetic in registers of one width.</summary>
internal abstract unsafe class FftPlan<L, V>(int length) : FftPlan(length) where L : ILane<V> where V : unmanaged
{
    public override void Split(Planes z, Planes a, Planes b, int width)
    {
        var half = L.Repeat(0.5f);
        for (int lane = 0; lane < width; lane += L.Width)
        {
            Rows<L, V> from = new(z.At(lane)), first = new(a.At(lane)), second = new(b.At(lane));
            for (int k = 0; k <= Length / 2; k++)
            {
                Lanes<L, V> u = from[k], v = from[k == 0 ? 0 : Length - k];
                first[k] = new(L.Multiply(L.Add(u.Re, v.Re), half), L.Multiply(L.Subtract(u.Im, v.Im), half));
                second[k] = new(L.Multiply(L.Add(u.Im, v.Im), half), L.Multiply(L.Subtract(v.Re, u.Re), half));
            }
        }
    }

    public override void Join(Planes a, Planes b, Planes z, int width)
    {
        for (int lane = 0; lane < width; lane += L.Width)
        {
            Rows<L, V> first = new(a.At(lane)), second = new(b.At(lane)), to = new(z.At(lane));
            for (int k = 0; k <= Length / 2; k++)
            {
                Lanes<L, V> u = first[k], v = second[k];
                if (k == 0 || 2 * k == Length) to[k] = new(u.Re, v.Re);   // such numbers are real: a stray imaginary part would spoil the other column
                else
                {
                    to[k] = u - v.Back;
                    to[Length - k] = new(L.Add(u.Re, v.Im), L.Subtract(v.Re, u.Im));
                }
            }
        }
    }

    public override void Multiply(Planes x, Planes y, int count)
    {
        int j = 0;
        for (; j <= count - L.Width; j += L.Width)
        {
            Rows<L, V> a = new(x.At(j)), b = new(y.At(j));
            a[0] *= b[0];
        }
        for (; j < count; j++) (x.Re[j], x.Im[j]) = (x.Re[j] * y.Re[j] - x.Im[j] * y.Im[j], x.Re[j] * y.Im[j] + x.Im[j] * y.Re[j]);
    }
}
