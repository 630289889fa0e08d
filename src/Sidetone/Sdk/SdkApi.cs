using Microsoft.Net.Http.Headers;

namespace Sidetone.Sdk;

/// <summary><c>GET /sdk/sidetone.js</c>, <c>/sdk/sidetone.mjs</c> and the parts beside it: the browser SDK that this server goes with. Open.</summary>
internal static class SdkApi
{
    /// <summary>
    /// Pages hold it for five minutes and then ask whether it changed, so that an update reaches every agent within a
    /// shift; while the server is away they go on with the one they have.
    /// </summary>
    private const string CacheControl = "public, max-age=300, stale-while-revalidate=3600, stale-if-error=604800";

    public static void MapSdk(this IEndpointRouteBuilder routes)
    {
        foreach (var name in SdkFile.Names)
        {
            // Compressed when it is first asked for: most nodes of a cluster never are.
            var file = new Lazy<SdkFile>(() => SdkFile.Read(name));
            routes.MapMethods(
                $"/sdk/{name}",
                [HttpMethods.Get, HttpMethods.Head],
                (RequestDelegate)(context => Answer(context, file.Value))
            );
        }
    }

    private static Task Answer(HttpContext context, SdkFile file)
    {
        var (request, response) = (context.Request, context.Response);
        var headers = response.Headers;
        headers.ETag = file.ETag;
        headers.CacheControl = CacheControl;
        headers.Vary = HeaderNames.AcceptEncoding;
        // Any page may load it: modules are fetched with CORS, and isolated pages take only what says so.
        headers.AccessControlAllowOrigin = "*";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.XContentTypeOptions = "nosniff";
        if (request.Headers.IfNoneMatch.ToString().Contains(file.ETag, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var isGzipped = request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (isGzipped)
        {
            headers.ContentEncoding = "gzip";
        }

        var body = isGzipped ? file.Gzipped : file.Content;
        response.ContentType = file.ContentType;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(body, 0, body.Length, context.RequestAborted);
    }
}
