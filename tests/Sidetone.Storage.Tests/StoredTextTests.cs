using System.Text;

namespace Sidetone.Storage.Tests;

public sealed class StoredTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"webRTCSession":{"usedDevices":[{"label":"Jabra"}]},"contact":{"id":{"current":"1"}}}""")]
    public void A_text_comes_back_as_it_was(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(bytes, StoredText.Unpack(StoredText.Pack(bytes)));
    }

    [Fact]
    public void A_text_that_repeats_itself_takes_less_room()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("""{"min":0,"max":120,"avg":17.25},""", 60)));
        Assert.True(StoredText.Pack(text).Length < text.Length / 3);
    }

    [Fact]
    public void Bytes_of_any_kind_come_back_as_they_were()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(5000)];
            random.NextBytes(bytes);
            if (bytes is [1, ..])
            {
                bytes[0] = (byte)'{';
            }

            Assert.True(bytes.AsSpan().SequenceEqual(StoredText.Unpack(StoredText.Pack(bytes))), $"seed {seed}");
        }
    }

    [Fact]
    public void A_text_that_was_stored_unpacked_is_read()
    {
        var text = """{"count":1}"""u8.ToArray();
        Assert.Equal(text, StoredText.Unpack(text));
    }

    [Fact]
    public void Damage_is_said_and_not_handed_on()
    {
        var packed = StoredText.Pack(Encoding.UTF8.GetBytes(new string('a', 500)));
        Assert.Throws<InvalidDataException>(() => StoredText.Unpack(packed[..^3]));
        packed[1] ^= 0x40;
        Assert.Throws<InvalidDataException>(() => StoredText.Unpack(packed));
    }
}
