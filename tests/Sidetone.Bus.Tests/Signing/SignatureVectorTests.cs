using System.Security.Cryptography;
using System.Text;
using Sidetone.Bus.Signing;

namespace Sidetone.Bus.Tests.Signing;

/// <summary>AWS's published test vectors of Signature Version 4.</summary>
public sealed class SignatureVectorTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Moment = "20150830T123600Z";
    private const string Unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    private const string Form = "content-type;host;x-amz-date";
    private const string Plain = "host;x-amz-date";
    private const string Mine = "host;my-header1;x-amz-date";

    [Theory]
    [InlineData("GET", "/", "", Vanilla)]
    [InlineData("GET", "/", "Param1=value1", "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb")]
    [InlineData(
        "GET",
        "/",
        "Param2=value2&Param1=value1",
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
    )]
    [InlineData(
        "GET",
        "/",
        "Param1=value2&Param1=value1",
        "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694"
    )]
    [InlineData(
        "GET",
        "/",
        "Param1=value2&Param1=Value1",
        "eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1"
    )]
    [InlineData(
        "GET",
        "/",
        Unreserved + "=" + Unreserved,
        "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"
    )]
    [InlineData("GET", "/", "%E1%88%B4=bar", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04")]
    [InlineData("GET", "/" + Unreserved, "", "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f")]
    [InlineData("GET", "/example/..", "", Vanilla)]
    [InlineData("GET", "/example1/example2/../..", "", Vanilla)]
    [InlineData("GET", "//", "", Vanilla)]
    [InlineData("GET", "/./", "", Vanilla)]
    [InlineData("GET", "/./example", "", "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5")]
    [InlineData("GET", "//example//", "", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84")]
    [InlineData("GET", "/example%20space/", "", "446b817944c553435b35e813c261ff4e161fff982d1bacdef1c87f6785dd1662")]
    [InlineData("POST", "/", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("POST", "/", "Param1=value1", "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11")]
    public void A_path_and_a_query_are_signed_as_AWS_signs_them(
        string method,
        string path,
        string query,
        string signature
    ) => Assert.Equal(signature, Sign(method, path, query, Plain, [], "", "service"));

    [Theory]
    [InlineData("value2,value2,value1", "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea")]
    [InlineData("value4,value1,value3,value2", "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01")]
    public void A_headers_values_are_joined_by_commas(string values, string signature) =>
        Assert.Equal(signature, Sign("GET", "/", "", Mine, [("my-header1", values)], "", "service"));

    [Fact]
    public void Spaces_around_and_within_a_headers_value_are_folded() =>
        Assert.Equal(
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
            Sign(
                "GET",
                "/",
                "",
                "host;my-header1;my-header2;x-amz-date",
                [("my-header1", " value1"), ("my-header2", " \"a   b   c\"")],
                "",
                "service"
            )
        );

    [Theory]
    [InlineData("value1", "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c")]
    [InlineData("VALUE1", "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d")]
    public void A_headers_value_keeps_its_case(string value, string signature) =>
        Assert.Equal(signature, Sign("POST", "/", "", Mine, [("my-header1", value)], "", "service"));

    [Theory]
    [InlineData(
        "application/x-www-form-urlencoded",
        "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"
    )]
    [InlineData(
        "application/x-www-form-urlencoded; charset=utf8",
        "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe"
    )]
    public void The_body_is_covered(string type, string signature) =>
        Assert.Equal(signature, Sign("POST", "/", "", Form, [("content-type", type)], "Param1=value1", "service"));

    [Fact]
    public void The_documented_example_of_IAM_holds() =>
        Assert.Equal(
            "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            Sign(
                "GET",
                "/",
                "Action=ListUsers&Version=2010-05-08",
                Form,
                [("content-type", "application/x-www-form-urlencoded; charset=utf-8"), ("host", "iam.amazonaws.com")],
                "",
                "iam"
            )
        );

    [Fact]
    public void A_signing_key_is_derived_as_documented() =>
        Assert.Equal(
            "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9",
            Convert.ToHexStringLower(SigningKey.Derive(Secret, "20150830", "us-east-1", "iam"))
        );

    private static string Sign(
        string method,
        string path,
        string query,
        string signedHeaders,
        (string Name, string Value)[] headers,
        string body,
        string service
    )
    {
        var all = new Dictionary<string, string> { ["host"] = "example.amazonaws.com", ["x-amz-date"] = Moment };
        foreach (var (name, value) in headers)
        {
            all[name] = value;
        }

        var canonical = CanonicalRequest.Of(
            new SignedRequest
            {
                Method = method,
                Path = path,
                Query = query,
                Header = all.GetValueOrDefault,
                Body = Encoding.UTF8.GetBytes(body),
            },
            signedHeaders.Split(';')
        );
        var toSign = SignatureV4.StringToSign(Moment, $"20150830/us-east-1/{service}/aws4_request", canonical);
        return Convert.ToHexStringLower(
            HMACSHA256.HashData(
                SigningKey.Derive(Secret, "20150830", "us-east-1", service),
                Encoding.UTF8.GetBytes(toSign)
            )
        );
    }
}
