namespace Sidetone.Telemetry.Packing;

/// <summary>Packs a sender as its five texts.</summary>
internal static class SenderCodec
{
    /// <summary>How short a sender can be, in bytes.</summary>
    public const int BytesMin = 5;

    public static void Write(ref PackWriter writer, Sender sender)
    {
        writer.Text(sender.Address);
        writer.Text(sender.Isp);
        writer.Text(sender.City);
        writer.Text(sender.Region);
        writer.Text(sender.Country);
    }

    public static Sender Read(ref PackReader reader) =>
        new()
        {
            Address = reader.Text(),
            Isp = reader.Text(),
            City = reader.Text(),
            Region = reader.Text(),
            Country = reader.Text(),
        };
}
