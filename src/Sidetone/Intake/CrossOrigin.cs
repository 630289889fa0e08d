using Sidetone.Groups;

namespace Sidetone.Intake;

/// <summary>Cross-origin requests (Fetch, 3.3): pages of the origins that a group allows may send.</summary>
/// <remarks>
/// A preflight carries no key, so it can only be told whether some group allows its origin. Which one does is decided
/// with the batch and its key. That gives nothing away but that an origin is in use here.
/// </remarks>
internal sealed class CrossOrigin(KeyRing keys)
{
    private const string PreflightSeconds = "7200";

    /// <summary>Lets the page read the answer, refusals too, when its origin is allowed by any group.</summary>
    public void Admit(HttpContext context, string origin)
    {
        var headers = context.Response.Headers;
        headers.Vary = "Origin";
        if (keys.AnyGroupAllows(origin))
        {
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlExposeHeaders = "Retry-After";
        }
    }

    /// <summary>Answers a preflight.</summary>
    public Task Preflight(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers.Vary = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
        if (origin.Length > 0 && keys.AnyGroupAllows(origin))
        {
            var headers = context.Response.Headers;
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlAllowMethods = "POST, GET";
            headers.AccessControlAllowHeaders =
                "authorization, content-type, content-encoding, if-none-match, x-sidetone-key";
            headers.AccessControlMaxAge = PreflightSeconds;
        }

        return Task.CompletedTask;
    }
}
