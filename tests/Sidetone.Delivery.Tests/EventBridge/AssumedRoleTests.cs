using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Tests.Rigs;
using Sidetone.Tests.EventBridge;

namespace Sidetone.Delivery.Tests.EventBridge;

/// <summary>Only this class names the endpoint of the token service, which is the whole process's.</summary>
public sealed class AssumedRoleTests
{
    private const string Variable = "AWS_ENDPOINT_URL_STS";

    [Fact]
    public async Task A_role_is_assumed_with_its_external_id_and_a_refusal_holds_the_destination()
    {
        await using var rig = await EventBridgeRig.OpenAsync(settings =>
        {
            settings["roleArn"] = "arn:aws:iam::123456789012:role/sidetone";
            settings["externalId"] = "from-the-customer";
        });
        Environment.SetEnvironmentVariable(Variable, rig.Receiver.Url);
        try
        {
            rig.Receiver.ExternalId = "another";
            await rig.Delivery.AddAsync(DeliveryRig.Event("c1"));
            await rig.Delivery.StartAsync();
            await rig.HeldAsync("AccessDenied: Not authorized to perform sts:AssumeRole");
            Assert.Equal((0, 0), (rig.Receiver.Count("DescribeEventBus"), rig.Receiver.Count("PutEvents")));

            rig.Receiver.ExternalId = "from-the-customer";
            await rig.DeliveredAsync();

            // With the key of the role, and asked for once although two calls needed it.
            rig.Receiver.Allow(EventBridgeReceiver.Key, isGood: false);
            await rig.Delivery.AddAsync(DeliveryRig.Event("c2"));
            await rig.DeliveredAsync();
            Assert.Single(rig.Receiver.Calls, call => call is { Operation: "AssumeRole", Answered: "None" });
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }
}
