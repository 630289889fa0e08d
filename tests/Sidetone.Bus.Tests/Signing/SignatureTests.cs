using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Signing;

namespace Sidetone.Bus.Tests.Signing;

/// <summary>Who is let in by a signature, and what the others are told.</summary>
public sealed class SignatureTests
{
    private const string Id = "SKIAEXAMPLEEXAMPLE22";
    private const string Secret = "a secret of forty letters and no more ...";
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_true_signature_opens_its_group() =>
        Assert.Equal(Callers.Tenant, SignatureV4.Verify(Signed(), new Callers(), s_now).Tenant);

    [Fact]
    public void Another_body_than_the_signed_one_is_refused() =>
        Refused("InvalidSignatureException", "does not match", Signed() with { Body = "{}x"u8.ToArray() });

    [Fact]
    public void Another_path_than_the_signed_one_is_refused() =>
        Refused("InvalidSignatureException", "does not match", Signed() with { Path = "/" });

    [Fact]
    public void Another_target_than_the_signed_one_is_refused()
    {
        var signed = Signed();
        var changed = signed with
        {
            Header = name => name == "x-amz-target" ? "AWSEvents.DeleteRule" : signed.Header(name),
        };
        Refused("InvalidSignatureException", "does not match", changed);
    }

    [Fact]
    public void Another_secret_is_refused() =>
        Refused("InvalidSignatureException", "does not match", Signed(secret: "guessed"));

    [Theory]
    [InlineData(-299)]
    [InlineData(299)]
    public void A_clock_that_is_off_by_less_than_five_minutes_is_good(int seconds) =>
        Assert.Equal(Id, SignatureV4.Verify(Signed(s_now.AddSeconds(seconds)), new Callers(), s_now).Id);

    [Theory]
    [InlineData(-301, "Signature expired: 20261122T115459Z is now earlier than 20261122T115500Z")]
    [InlineData(301, "Signature not yet current: 20261122T120501Z is still later than 20261122T120500Z")]
    public void A_clock_that_is_off_by_more_is_refused(int seconds, string message) =>
        Refused("InvalidSignatureException", message, Signed(s_now.AddSeconds(seconds)));

    [Fact]
    public void An_unknown_key_is_refused() =>
        Refused(
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
            Signed(id: "SKIANOBODYNOBODYNOBO")
        );

    [Fact]
    public void No_signature_is_refused() =>
        Refused("MissingAuthenticationTokenException", "Missing Authentication Token", With("authorization", null));

    [Fact]
    public void Another_algorithm_is_refused() =>
        Refused("IncompleteSignatureException", "Unsupported AWS 'algorithm'", With("authorization", "Bearer x"));

    [Fact]
    public void A_header_without_all_parts_is_refused() =>
        Refused(
            "IncompleteSignatureException",
            "Authorization header requires 'Signature' parameter.",
            With(
                "authorization",
                $"AWS4-HMAC-SHA256 Credential={Id}/20261122/us-east-1/events/aws4_request, SignedHeaders=host"
            )
        );

    [Fact]
    public void A_request_without_a_date_is_refused() =>
        Refused("IncompleteSignatureException", "X-Amz-Date", With("x-amz-date", null));

    [Fact]
    public void A_signature_for_another_service_is_refused() =>
        Refused("InvalidSignatureException", "correct service: 'events'", Signed(service: "sqs"));

    [Fact]
    public void A_signature_that_does_not_cover_the_host_is_refused() =>
        Refused("InvalidSignatureException", "'host' must be", Signed(headers: "x-amz-date;x-amz-target"));

    private static void Refused(string code, string message, SignedRequest request)
    {
        var refusal = Assert.Throws<BusException>(() => SignatureV4.Verify(request, new Callers(), s_now));
        Assert.Equal(code, refusal.Code);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    private static SignedRequest With(string header, string? value)
    {
        var signed = Signed();
        return signed with { Header = name => name == header ? value : signed.Header(name) };
    }

    private static SignedRequest Signed(
        DateTimeOffset? at = null,
        string id = Id,
        string secret = Secret,
        string service = "events",
        string headers = "host;x-amz-date;x-amz-target"
    )
    {
        var moment = (at ?? s_now).ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{moment[..8]}/us-east-1/{service}/aws4_request";
        var values = new Dictionary<string, string>
        {
            ["host"] = "127.0.0.1:8480",
            ["x-amz-date"] = moment,
            ["x-amz-target"] = "AWSEvents.ListRules",
        };
        var request = new SignedRequest
        {
            Method = "POST",
            Path = "/bus",
            Query = "",
            Header = values.GetValueOrDefault,
            Body = "{}"u8.ToArray(),
        };
        var toSign = SignatureV4.StringToSign(moment, scope, CanonicalRequest.Of(request, headers.Split(';')));
        var key = SigningKey.Derive(secret, moment[..8], "us-east-1", service);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
        values["authorization"] =
            $"AWS4-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders={headers}, Signature={signature}";
        return request;
    }

    private sealed class Callers : IBusCallers
    {
        public static readonly BusTenant Tenant = new(Guid.Empty, "111111111111", "us-east-1");

        public BusTenant? Default => null;

        public bool TryFind(string accessKeyId, [NotNullWhen(true)] out SigningKey? key)
        {
            key = accessKeyId == Id ? new SigningKey(Id, Tenant, Secret) : null;
            return key is not null;
        }
    }
}
