using Sidetone.Delivery.EventBridge;

namespace Sidetone.Delivery.Tests.EventBridge;

public sealed class EntryRequestsTests
{
    [Theory]
    [InlineData(new int[0], new int[0])]
    [InlineData(new[] { 1, 1, 1 }, new[] { 3 })]
    [InlineData(new[] { 1, 1, 1, 1 }, new[] { 3, 1 })]
    [InlineData(new[] { 50, 50 }, new[] { 2 })]
    [InlineData(new[] { 50, 51 }, new[] { 1, 1 })]
    [InlineData(new[] { 100, 100, 1 }, new[] { 1, 1, 1 })]
    [InlineData(new[] { 60, 40, 60, 40 }, new[] { 2, 2 })]
    public void A_request_is_full_at_three_entries_or_a_hundred_bytes(int[] sizes, int[] counts)
    {
        var requests = EntryRequests.Divide(sizes, size => size, entriesMax: 3, bytesMax: 100);

        Assert.Equal(counts, requests.Select(request => request.Count));
        Assert.Equal(sizes, requests.SelectMany(request => request));
    }
}
