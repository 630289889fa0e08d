namespace Sidetone.Serving;

/// <summary>The port that only the bus answers at, once the server listens there.</summary>
internal sealed class BusPort
{
    private volatile int _port = -1;

    /// <summary>Says which port it is: a 0 in the options becomes one when the server starts.</summary>
    public void Take(int port) => _port = port;

    /// <summary>Whether a request came in there.</summary>
    public bool Has(HttpContext context) => context.Connection.LocalPort == _port;
}
