using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Api;
using Sidetone.Bus.Buses;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Schedules;
using Sidetone.Bus.Tags;

namespace Sidetone.Bus.Rules;

/// <summary>Makes, changes, shows and removes rules.</summary>
internal sealed class RuleOperations(ResourceStore store, TimeProvider time, IOptions<BusLimits> limits) : IOperations
{
    private const string Enabled = "ENABLED";

    public IEnumerable<Operation> All =>
        [
            new("PutRule", RuleShapes.Put, PutAsync),
            new("DescribeRule", RuleShapes.Describe, DescribeAsync),
            new("ListRules", RuleShapes.List, ListAsync),
            new("EnableRule", RuleShapes.Enable, call => SetStateAsync(call, Enabled)),
            new("DisableRule", RuleShapes.Disable, call => SetStateAsync(call, "DISABLED")),
            new("DeleteRule", RuleShapes.Delete, DeleteAsync),
            new("ListRuleNamesByTarget", RuleShapes.ListNamesByTarget, ListNamesByTargetAsync),
        ];

    private Task<JsonObject> PutAsync(ApiCall call)
    {
        var rule = Read(call.Input);
        var arn = Arns.Rule(call.Tenant, rule.Bus, rule.Name);
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                await store.RequireBusAsync(transaction, call.Group, rule.Bus, cancellation);
                RequireUsable(rule);
                var rules = await ResourceStore.ListAsync<RuleRecord>(transaction, call.Group, rule.Bus, cancellation);
                var old = rules.FirstOrDefault(one => one.Name == rule.Name);
                if (old?.ManagedBy is not null)
                {
                    throw Refusals.Managed(rule.Name);
                }

                if (old is null && rules.Count >= limits.Value.RulesPerBus)
                {
                    throw Refusals.TooMany();
                }

                var put = rule with { CreatedAt = old?.CreatedAt ?? time.GetUtcNow() };
                await ResourceStore.PutAsync(transaction, call.Group, put, cancellation);
                if (old is null)
                {
                    // A rule that is there keeps its tags: AWS ignores the ones that come with a change.
                    var tags = TagStore.Read(call.Input);
                    await TagStore.SetAsync(transaction, call.Group, arn, tags, limits.Value, cancellation);
                }

                return Answer.Of(("RuleArn", arn));
            },
            call.Cancellation
        );
    }

    // What a request leaves out is gone from the rule, as AWS has it.
    private RuleRecord Read(Input input) =>
        new()
        {
            Bus = BusNames.Bus(input.Text("EventBusName")),
            Name = input.Required("Name"),
            EventPattern = input.Filled("EventPattern"),
            ScheduleExpression = input.Filled("ScheduleExpression"),
            State = input.Text("State") ?? Enabled,
            Description = input.Text("Description"),
            RoleArn = input.Text("RoleArn"),
            CreatedAt = time.GetUtcNow(),
        };

    private void RequireUsable(RuleRecord rule)
    {
        if (rule.EventPattern is null && rule.ScheduleExpression is null)
        {
            throw Refusals.Invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
        }

        if (rule.ScheduleExpression is { } schedule)
        {
            if (rule.Bus != EventBusRecord.DefaultName)
            {
                throw Refusals.Invalid("ScheduleExpression is supported only on the default event bus.");
            }

            if (!ScheduleExpression.TryParse(schedule, out _))
            {
                throw Refusals.Invalid("Parameter ScheduleExpression is not valid.");
            }
        }

        PatternCheck.Require(rule.EventPattern, limits.Value);
    }

    private async Task<JsonObject> DescribeAsync(ApiCall call)
    {
        var bus = BusNames.Bus(call.Input.Text("EventBusName"));
        await store.RequireBusAsync(call.Group, bus, call.Cancellation);
        var name = call.Input.Required("Name");
        var rule =
            await store.FindAsync<RuleRecord>(call.Group, bus, name, call.Cancellation)
            ?? throw Refusals.NoRule(name, bus);
        return Answer.Of([.. Shown(call.Tenant, rule), ("CreatedBy", call.Tenant.Account)]);
    }

    private async Task<JsonObject> ListAsync(ApiCall call)
    {
        var bus = BusNames.Bus(call.Input.Text("EventBusName"));
        var prefix = call.Input.Text("NamePrefix") ?? "";
        await store.RequireBusAsync(call.Group, bus, call.Cancellation);
        var rules = await store.ListAsync<RuleRecord>(call.Group, bus, call.Cancellation);
        return Page.Of(
            call.Input,
            "Rules",
            rules.Where(rule => rule.Name.StartsWith(prefix, StringComparison.Ordinal)),
            static rule => rule.Name,
            rule => Answer.Of(Shown(call.Tenant, rule))
        );
    }

    private Task<JsonObject> SetStateAsync(ApiCall call, string state)
    {
        var bus = BusNames.Bus(call.Input.Text("EventBusName"));
        var name = call.Input.Required("Name");
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                await store.RequireBusAsync(transaction, call.Group, bus, cancellation);
                var rule =
                    await store.FindAsync<RuleRecord>(transaction, call.Group, bus, name, cancellation)
                    ?? throw Refusals.NoRule(name, bus);
                if (rule.ManagedBy is not null)
                {
                    throw Refusals.Managed(name);
                }

                await ResourceStore.PutAsync(transaction, call.Group, rule with { State = state }, cancellation);
                return Answer.Empty;
            },
            call.Cancellation
        );
    }

    // As on AWS, a rule that is not there is no fault: whoever deletes it wants it gone.
    private Task<JsonObject> DeleteAsync(ApiCall call)
    {
        var bus = BusNames.Bus(call.Input.Text("EventBusName"));
        var name = call.Input.Required("Name");
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                await store.RequireBusAsync(transaction, call.Group, bus, cancellation);
                var rule = await store.FindAsync<RuleRecord>(transaction, call.Group, bus, name, cancellation);
                if (rule is null)
                {
                    return Answer.Empty;
                }

                if (rule.ManagedBy is not null && !call.Input.Flag("Force"))
                {
                    throw Refusals.Managed(name);
                }

                var parent = TargetRecord.ParentOf(bus, name);
                var targets = await ResourceStore.ListAsync<TargetRecord>(
                    transaction,
                    call.Group,
                    parent,
                    cancellation
                );
                if (targets.Count > 0)
                {
                    throw Refusals.Invalid("Rule can't be deleted since it has targets.");
                }

                await ResourceStore.RemoveAsync<RuleRecord>(transaction, call.Group, bus, name, cancellation);
                await TagStore.ForgetAsync(transaction, call.Group, Arns.Rule(call.Tenant, bus, name), cancellation);
                return Answer.Empty;
            },
            call.Cancellation
        );
    }

    private async Task<JsonObject> ListNamesByTargetAsync(ApiCall call)
    {
        var bus = BusNames.Bus(call.Input.Text("EventBusName"));
        await store.RequireBusAsync(call.Group, bus, call.Cancellation);
        var arn = call.Input.Required("TargetArn");
        var targets = await store.ListAsync<TargetRecord>(call.Group, parent: null, call.Cancellation);
        var names = targets
            .Where(target => target.Bus == bus && target.Arn == arn)
            .Select(static target => target.Rule)
            .Distinct()
            .Order(StringComparer.Ordinal);
        return Page.Of(call.Input, "RuleNames", names, static name => name, static name => JsonValue.Create(name));
    }

    private static (string, JsonNode?)[] Shown(BusTenant tenant, RuleRecord rule) =>
        [
            ("Name", rule.Name),
            ("Arn", Arns.Rule(tenant, rule.Bus, rule.Name)),
            ("EventPattern", rule.EventPattern),
            ("ScheduleExpression", rule.ScheduleExpression),
            ("State", rule.State),
            ("Description", rule.Description),
            ("RoleArn", rule.RoleArn),
            ("ManagedBy", rule.ManagedBy),
            ("EventBusName", rule.Bus),
        ];
}
