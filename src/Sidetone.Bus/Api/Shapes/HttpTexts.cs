namespace Sidetone.Bus.Api.Shapes;

/// <summary>Texts that stand in HTTP requests.</summary>
internal static class HttpTexts
{
    private const string Header = @"^[ \t]*[\x20-\x7E]+([ \t]+[\x20-\x7E]+)*[ \t]*$";
    private const string Query = @"[^\x00-\x09\x0B\x0C\x0E-\x1F\x7F]+";

    public static readonly TextShape HeaderKey = new() { Max = 512, Pattern = "^[!#$%&'*+-.^_`|~0-9a-zA-Z]+$" };
    public static readonly TextShape HeaderValue = new() { Max = 512, Pattern = Header };
    public static readonly TextShape SecretHeaderValue = new()
    {
        Max = 512,
        Pattern = Header,
        Secret = true,
    };
    public static readonly TextShape QueryKey = new() { Max = 512, Pattern = @"[^\x00-\x1F\x7F]+" };
    public static readonly TextShape QueryValue = new() { Max = 512, Pattern = Query };
    public static readonly TextShape SecretQueryValue = new()
    {
        Max = 512,
        Pattern = Query,
        Secret = true,
    };
    public static readonly TextShape Endpoint = new()
    {
        Min = 1,
        Max = 2048,
        Pattern = @"^((%[0-9A-Fa-f]{2}|[-()_.!~*';/?:@\x26=+$,A-Za-z0-9])+)([).!';/?:,])?$",
    };
}
