using Sidetone.Sip.Authentication;

namespace Sidetone.Sip.Tests.Authentication;

/// <summary>The examples of RFC 2617 and RFC 7616, and what challenges say.</summary>
public sealed class DigestTests
{
    [Fact]
    public void The_example_of_RFC_2617() =>
        Assert.Contains(
            "response=\"6629fae49393a05397450978507c4ef1\"",
            Answer(
                "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"",
                new SipCredentials("Mufasa", "Circle Of Life"),
                "0a4f113b"
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    [InlineData("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    public void The_examples_of_RFC_7616(string algorithm, string response)
    {
        var answer = Answer(
            $"Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm={algorithm}, "
                + "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"",
            new SipCredentials("Mufasa", "Circle of Life"),
            "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
        );

        Assert.Contains($"response=\"{response}\"", answer, StringComparison.Ordinal);
        Assert.Contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"", answer, StringComparison.Ordinal);
        Assert.Contains($"algorithm={algorithm}, qop=auth, nc=00000001", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_quality_of_protection_the_form_of_RFC_2069_counts()
    {
        // MD5(MD5(u:r:p):n:MD5(GET:/dir/index.html)), computed by hand.
        var first = DigestAlgorithm.Md5.Hash("Mufasa:r:p");
        var second = DigestAlgorithm.Md5.Hash("GET:/dir/index.html");
        var answer = Answer("Digest realm=\"r\", nonce=\"n\"", new SipCredentials("Mufasa", "p"), "c");

        Assert.Contains(
            $"response=\"{DigestAlgorithm.Md5.Hash($"{first}:n:{second}")}\"",
            answer,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("cnonce", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_variant_binds_the_password_to_the_nonces()
    {
        var plain = Answer(
            "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5",
            new SipCredentials("u", "p"),
            "c"
        );
        var session = Answer(
            "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5-sess",
            new SipCredentials("u", "p"),
            "c"
        );
        var first = DigestAlgorithm.Md5.Hash(DigestAlgorithm.Md5.Hash("u:r:p") + ":n:c");
        var second = DigestAlgorithm.Md5.Hash("GET:/dir/index.html");
        var response = DigestAlgorithm.Md5.Hash($"{first}:n:00000001:c:auth:{second}");

        Assert.Contains($"response=\"{response}\"", session, StringComparison.Ordinal);
        Assert.DoesNotContain(response, plain, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256", false)]
    [InlineData("Digest realm=\"r\", nonce=\"n\", qop=\"token\"", false)]
    [InlineData("Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"", true)]
    [InlineData("Digest realm=\"r\", nonce=\"n\"", true)]
    public void What_we_have_not_is_not_answered(string text, bool isSupported)
    {
        Assert.True(DigestChallenge.TryParse(text, out var challenge));
        Assert.Equal(isSupported, challenge.IsSupported);
    }

    [Theory]
    [InlineData("Basic realm=\"r\"")]
    [InlineData("Digest realm=\"r\"")]
    [InlineData("Digest realm=\"r, nonce=\"n\"")]
    [InlineData("Digest")]
    [InlineData("")]
    public void What_is_no_challenge_is_not_read(string text) => Assert.False(DigestChallenge.TryParse(text, out _));

    [Fact]
    public void Quotes_in_a_realm_go_back_as_they_came()
    {
        Assert.True(
            DigestChallenge.TryParse("Digest realm=\"the \\\"one\\\"\", nonce=\"a,b\", stale=TRUE", out var challenge)
        );
        Assert.Equal(("the \"one\"", "a,b", true), (challenge.Realm, challenge.Nonce, challenge.IsStale));
        Assert.Contains(
            "realm=\"the \\\"one\\\"\"",
            DigestAnswer.Write(challenge, new SipCredentials("u", "p"), "REGISTER", "sip:x", [], 1, "c"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Credentials_print_no_password() =>
        Assert.Equal("u at any realm", new SipCredentials("u", "hidden").ToString());

    private static string Answer(string text, SipCredentials credentials, string clientNonce)
    {
        Assert.True(DigestChallenge.TryParse(text, out var challenge));
        return DigestAnswer.Write(challenge, credentials, "GET", "/dir/index.html", [], 1, clientNonce);
    }
}
