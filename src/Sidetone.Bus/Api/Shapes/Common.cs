namespace Sidetone.Bus.Api.Shapes;

/// <summary>Shapes that several operations share, with the constraints of API version 2015-10-07.</summary>
internal static class Common
{
    public static readonly TextShape Text = new();
    public static readonly FlagShape Flag = new();
    public static readonly TimeShape Time = new();
    public static readonly NumberShape Number = new();

    /// <summary>A name of most things, of at most 64 characters.</summary>
    public static readonly TextShape Name = Named(64);
    public static readonly TextShape Description = new() { Max = 512 };
    public static readonly TextShape DescriptionLine = new() { Max = 512, Pattern = ".*" };
    public static readonly TextShape Arn = new() { Min = 1, Max = 1600 };
    public static readonly TextShape EventBusArn = ArnOf(@".+\/.+");
    public static readonly TextShape EventPattern = new() { Max = 4096 };
    public static readonly TextShape KmsKey = new() { Max = 2048, Pattern = @"^[a-zA-Z0-9_\-/:]*$" };
    public static readonly TextShape NextToken = new() { Min = 1, Max = 2048 };
    public static readonly NumberShape Limit = new() { Min = 1, Max = 100 };

    /// <summary>A bus by its name or its ARN.</summary>
    public static readonly TextShape BusNameOrArn = new()
    {
        Min = 1,
        Max = 1600,
        Pattern = @"(arn:aws[\w-]*:events:[a-z]+-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?[/\.\-_A-Za-z0-9]+",
    };

    public static readonly TextShape EventSourceName = new()
    {
        Min = 1,
        Max = 256,
        Pattern = @"aws\.partner(/[\.\-_A-Za-z0-9]+){2,}",
    };

    public static readonly StructureShape DeadLetterConfig = new("DeadLetterConfig", new Member("Arn", Arn));

    public static readonly ListShape Tags = new(
        new StructureShape(
            "Tag",
            new Member("Key", new TextShape { Min = 1, Max = 128 }, Required: true),
            new Member("Value", new TextShape { Max = 256 }, Required: true)
        )
    );

    /// <summary>The two members that every list operation has.</summary>
    public static readonly Member[] Paging = [new("NextToken", NextToken), new("Limit", Limit)];

    public static TextShape Named(int max) =>
        new()
        {
            Min = 1,
            Max = max,
            Pattern = @"[\.\-_A-Za-z0-9]+",
        };

    public static TextShape OneOf(params string[] values) => new() { Values = values };

    /// <summary>An ARN of this service whose resource satisfies an expression.</summary>
    public static TextShape ArnOf(string resource) =>
        new()
        {
            Min = 1,
            Max = 1600,
            Pattern = $@"^arn:aws([a-z]|\-)*:events:([a-z]|\d|\-)*:([0-9]{{12}})?:{resource}$",
        };
}
