using System.Text;

namespace Sidetone.Sip.Rtp;

/// <summary>The keys that arrived. A key is many packets with one timestamp (RFC 4733 §2.5.1.2): it is told once.</summary>
internal sealed class KeysReceived
{
    /// <summary>Keys kept; a call has few.</summary>
    private const int KeysMax = 256;

    private readonly StringBuilder _keys = new();
    private bool _hasLast;
    private uint _last;

    /// <summary>Takes a packet; true when it is the first of its key.</summary>
    public bool Add(uint timestamp, TelephoneEvent value)
    {
        // One that comes late is older than the last: it was told already, or its key was not heard in order.
        if ((_hasLast && unchecked((int)(timestamp - _last)) <= 0) || value.Key is not { } key)
        {
            return false;
        }

        (_last, _hasLast) = (timestamp, true);
        if (_keys.Length < KeysMax)
        {
            _keys.Append(key);
        }

        return true;
    }

    public override string ToString() => _keys.ToString();
}
