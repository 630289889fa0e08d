using System.Text;
using Sidetone.Storage.Secrets;

namespace Sidetone.Storage.Tests.Secrets;

public sealed class SecretBoxTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, SecretBox.KeyBytes).Select(i => (byte)i)];

    [Fact]
    public void What_was_encrypted_opens_with_the_same_key_and_context()
    {
        using var box = new SecretBox(Key);
        var sealed1 = box.Encrypt("whsec_abc"u8, "destination/1");
        Assert.Equal("whsec_abc", Encoding.UTF8.GetString(box.Decrypt(sealed1, "destination/1")));
        Assert.NotEqual(sealed1, box.Encrypt("whsec_abc"u8, "destination/1"));
    }

    [Fact]
    public void Many_use_one_box_at_once()
    {
        using var box = new SecretBox(Key);
        Parallel.For(
            0,
            20_000,
            i =>
            {
                var context = $"destination/{i}";
                var plain = Encoding.UTF8.GetBytes($"secret {i}");
                Assert.Equal(plain, box.Decrypt(box.Encrypt(plain, context), context));
            }
        );
    }

    [Fact]
    public void It_opens_nowhere_else_and_under_no_other_key()
    {
        using var box = new SecretBox(Key);
        var sealed1 = box.Encrypt("secret"u8, "destination/1");
        Assert.Throws<SecretUnreadableException>(() => box.Decrypt(sealed1, "destination/2"));
        using var other = new SecretBox(Key.Reverse().ToArray());
        var wrongKey = Assert.Throws<SecretUnreadableException>(() => other.Decrypt(sealed1, "destination/1"));
        Assert.Contains("another key file", wrongKey.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_of_any_byte_is_noticed()
    {
        using var box = new SecretBox(Key);
        var sealed1 = box.Encrypt("secret"u8, "here");
        for (var i = 0; i < sealed1.Length; i++)
        {
            var changed = (byte[])sealed1.Clone();
            changed[i] ^= 1;
            Assert.Throws<SecretUnreadableException>(() => box.Decrypt(changed, "here"));
            Assert.Throws<SecretUnreadableException>(() => box.Decrypt(sealed1.AsSpan(0, i), "here"));
        }
    }

    [Fact]
    public void A_key_of_another_length_is_refused() =>
        Assert.Throws<ArgumentException>(() => new SecretBox(new byte[16]));
}
