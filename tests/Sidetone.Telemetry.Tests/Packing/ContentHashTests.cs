using System.Buffers.Binary;
using System.Text;
using Sidetone.Telemetry.Packing;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Sidetone.Telemetry.Tests.Packing;

public sealed class ContentHashTests
{
    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)]
    [InlineData("a", 0xD24EC4F1A98C6E5B)]
    [InlineData("abc", 0x44BC2CF5AD770999)]
    public void The_hash_is_that_of_the_specification(string text, ulong expected) =>
        Assert.Equal(unchecked((long)expected), ContentHash.Of(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void The_hash_agrees_at_every_length_with_the_checksum_that_ends_a_zstd_frame()
    {
        using var compressor = new Compressor();
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        var bytes = new byte[200];
        new Random(1).NextBytes(bytes);
        for (var length = 0; length <= bytes.Length; length++)
        {
            // RFC 8878, 3.1.1: the lowest four bytes of XXH64 of the content.
            var frame = compressor.Wrap(bytes.AsSpan(0, length));
            var checksum = BinaryPrimitives.ReadUInt32LittleEndian(frame[^4..]);

            Assert.Equal(checksum, unchecked((uint)ContentHash.Of(bytes.AsSpan(0, length))));
        }
    }
}
