using Sidetone.Delivery.Webhooks;

namespace Sidetone.Delivery.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    [Fact]
    public void The_published_example_of_Standard_Webhooks_is_signed_as_published()
    {
        Assert.True(WebhookSignature.TryParse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", out var signature));
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            signature.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"u8)
        );
    }

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64!")]
    [InlineData("whsec_c2hvcnQ=")]
    public void A_secret_of_another_form_is_refused(string secret) =>
        Assert.False(WebhookSignature.TryParse(secret, out _));
}
