using Sidetone.Telemetry;

namespace Sidetone.Privacy;

/// <summary>A group's field rules, applied to a batch before anything of it is stored.</summary>
internal sealed class Redaction
{
    private readonly FieldHash _hash;
    private readonly IReadOnlyDictionary<string, FieldRule> _rules;
    private readonly bool _touchesDevices;

    public Redaction(IReadOnlyDictionary<string, FieldRule> rules, byte[] hashKey)
    {
        _rules = rules;
        _hash = new FieldHash(hashKey);
        KeepsAll = rules.Values.All(static rule => rule == FieldRule.Keep);
        _touchesDevices =
            RuleOf(FieldName.DeviceId) != FieldRule.Keep || RuleOf(FieldName.DeviceLabel) != FieldRule.Keep;
    }

    /// <summary>Whether there is nothing to do, as for most groups.</summary>
    public bool KeepsAll { get; }

    /// <summary>The batch as it may be stored.</summary>
    public Batch Apply(Batch batch) =>
        KeepsAll
            ? batch
            : batch with
            {
                Agent = Text(FieldName.Agent, batch.Agent, Masks.Text) ?? "",
                Facts = batch.Facts is null ? null : Apply(batch.Facts),
                Happenings = [.. batch.Happenings.Select(Apply)],
            };

    /// <summary>A name of a person or a queue as it may be stored; null when it may not, or there is none.</summary>
    /// <param name="field">What it names, one of <see cref="FieldName"/>.</param>
    /// <param name="value">The name.</param>
    public string? Name(string field, string? value) => Text(field, value, Masks.Text);

    /// <summary>The rule of a field.</summary>
    public FieldRule RuleOf(string name) => _rules.GetValueOrDefault(name, FieldRule.Keep);

    /// <summary>The sender as it may be stored.</summary>
    public Sender Apply(Sender sender)
    {
        if (KeepsAll)
        {
            return sender;
        }

        var place = RuleOf(FieldName.SenderPlace);
        return new Sender
        {
            Address = Text(FieldName.SenderAddress, sender.Address, Masks.Address) ?? "",
            Isp = sender.Isp,
            // A place is masked by keeping the country alone.
            City = place == FieldRule.Mask ? "" : Text(FieldName.SenderPlace, sender.City, Masks.Text) ?? "",
            Region = place == FieldRule.Mask ? "" : Text(FieldName.SenderPlace, sender.Region, Masks.Text) ?? "",
            Country =
                place == FieldRule.Mask
                    ? sender.Country
                    : Text(FieldName.SenderPlace, sender.Country, Masks.Text) ?? "",
        };
    }

    /// <summary>What headsets told, as it may be stored.</summary>
    public IReadOnlyList<HeadsetReport> Apply(IReadOnlyList<HeadsetReport> reports) =>
        KeepsAll || reports.Count == 0
            ? reports
            :
            [
                .. reports.Select(report =>
                    report with
                    {
                        Device = report.Device with
                        {
                            Name = Text(FieldName.DeviceLabel, report.Device.Name, Masks.Text) ?? "",
                            Serial = Text(FieldName.SerialNumber, report.Device.Serial, Masks.Text) ?? "",
                        },
                    }
                ),
            ];

    /// <summary>The issue as it may be stored.</summary>
    public Issue Apply(Issue issue) =>
        KeepsAll
            ? issue
            : issue with
            {
                Agent = Text(FieldName.Agent, issue.Agent, Masks.Text) ?? "",
                Message = Text(FieldName.Message, issue.Message, Masks.Text) ?? "",
                SoftphoneError = issue.SoftphoneError is { } error
                    ? error with
                    {
                        Message = Text(FieldName.Message, error.Message, Masks.Text) ?? "",
                    }
                    : null,
            };

    private Facts Apply(Facts facts) =>
        facts with
        {
            CallerId = Text(FieldName.CallerId, facts.CallerId, Masks.Number),
            FriendlyName = Text(FieldName.FriendlyName, facts.FriendlyName, Masks.Text),
            QueueName = Text(FieldName.QueueName, facts.QueueName, Masks.Text),
            MediaIpAddress = Text(FieldName.MediaIpAddress, facts.MediaIpAddress, Masks.Address),
            SoftphoneUrl = Text(FieldName.SoftphoneUrl, facts.SoftphoneUrl, Masks.Url),
            SoftphoneContextUrl = Text(FieldName.SoftphoneContextUrl, facts.SoftphoneContextUrl, Masks.Url),
            MediaEndpoint = facts.MediaEndpoint is { } endpoint
                ? endpoint with
                {
                    Fqdn = Text(FieldName.MediaEndpointAddress, endpoint.Fqdn, Masks.Address) ?? "",
                    PrivateIp = Text(FieldName.MediaEndpointAddress, endpoint.PrivateIp, Masks.Address) ?? "",
                }
                : null,
            Devices = _touchesDevices && facts.Devices is { } devices ? [.. devices.Select(Apply)] : facts.Devices,
        };

    private Happening Apply(Happening happening) =>
        happening with
        {
            Message = Text(FieldName.Message, happening.Message, Masks.Text),
            Value =
                happening.Type == HappeningType.AgentNamed
                    ? Text(FieldName.Agent, happening.Value, Masks.Text)
                    : happening.Value,
            Device = happening.Device is null ? null : Apply(happening.Device),
        };

    private MediaDevice Apply(MediaDevice device) =>
        device with
        {
            Label = Text(FieldName.DeviceLabel, device.Label, Masks.Text) ?? "",
            DeviceId = Text(FieldName.DeviceId, device.DeviceId, Masks.Text) ?? "",
            GroupId = Text(FieldName.DeviceId, device.GroupId, Masks.Text) ?? "",
        };

    // Nothing stays nothing: the hash of an empty text would look like a value.
    private string? Text(string name, string? value, Func<string, string> mask) =>
        string.IsNullOrEmpty(value)
            ? value
            : RuleOf(name) switch
            {
                FieldRule.Keep => value,
                FieldRule.Mask => mask(value),
                FieldRule.Hash => _hash.Of(name, value),
                _ => null,
            };
}
