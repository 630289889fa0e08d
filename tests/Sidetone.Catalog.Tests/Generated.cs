using System.Text;

namespace Sidetone.Catalog.Tests;

/// <summary>Events as a producer sends them.</summary>
internal static class Generated
{
    public static string Event(CatalogDetail detail, CatalogProfile profile) =>
        Encoding.UTF8.GetString(
            EnvelopeWriter.Write(
                new EventEnvelope
                {
                    Id = "530848f3-1111-4222-8333-b33ba70c19f0",
                    DetailType = detail.DetailType,
                    Source = "sidetone/a28453f9-1111-2222-3333-84d9e67ac297/bus",
                    Account = "000000000000",
                    Time = new DateTimeOffset(2023, 6, 1, 5, 0, 13, TimeSpan.Zero),
                    Region = "ap-southeast-2",
                },
                CatalogWriter.WriteDetail(detail, profile)
            )
        );
}
