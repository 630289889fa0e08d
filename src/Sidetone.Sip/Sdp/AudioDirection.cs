namespace Sidetone.Sip.Sdp;

/// <summary>Who sends (RFC 8866 §6.7); said from the side that writes the description.</summary>
[Flags]
internal enum AudioDirection
{
    Inactive = 0,
    Send = 1,
    Receive = 2,
    Both = Send | Receive,
}
