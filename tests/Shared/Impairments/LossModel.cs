namespace Sidetone.Tests.Impairments;

/// <summary>Which packets are lost: a Gilbert model, which with a burst of one packet is Bernoulli's.</summary>
internal sealed class LossModel(Impairment impairment, Random random)
{
    private bool _isLosing;

    public bool Drops()
    {
        var share = impairment.LossPercent / 100;
        if (impairment.BurstLength <= 1)
        {
            return random.NextDouble() < share;
        }

        // Stays lost with 1 − 1/length; begins so often that the share comes out.
        var leave = 1 / impairment.BurstLength;
        _isLosing = random.NextDouble() < (_isLosing ? 1 - leave : leave * share / (1 - share));
        return _isLosing;
    }
}
