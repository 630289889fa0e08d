using Sidetone.Sip.Addresses;
using Sidetone.Sip.Authentication;
using Sidetone.Tests.Impairments;

namespace Sidetone.Tests.Peers;

/// <summary>
/// Kamailio (Debian packages kamailio and kamailio-tls-modules) as registrar and proxy of the domain sidetone.test, which
/// asks for a password at both.
/// </summary>
internal sealed class Kamailio : IAsyncDisposable
{
    private const string Program = "/usr/sbin/kamailio";

    /// <summary>Under a folder that is named after the processor.</summary>
    private static readonly string _modules =
        Directory
            .EnumerateDirectories("/usr/lib")
            .Select(static folder => Path.Combine(folder, "kamailio", "modules/"))
            .FirstOrDefault(Directory.Exists)
        ?? "";

    private readonly DirectoryInfo _folder;
    private readonly PeerProcess _process;
    private readonly int _port;
    private readonly int _tlsPort;

    private Kamailio(DirectoryInfo folder, PeerProcess process, int port, int tlsPort)
    {
        _folder = folder;
        _process = process;
        _port = port;
        _tlsPort = tlsPort;
    }

    /// <summary>Of every user.</summary>
    public const string Password = "s3cret \"quoted\"";

    public static SipCredentials Credentials { get; } = new("alice", Password, "sidetone.test");

    public string Said => _process.Said;

    public SipUri Proxy(string transport) =>
        SipUri.Parse($"sip:127.0.0.1:{(transport == "tls" ? _tlsPort : _port)};transport={transport}");

    /// <summary>Starts it; it listens when this returns.</summary>
    /// <param name="certificates">What it shows over TLS.</param>
    /// <param name="algorithm">Of digest authentication.</param>
    /// <param name="keepsToConnections">
    /// Whether calls to who registered over TCP or TLS go over that connection, as behind NAT, and not over one of its own.
    /// </param>
    public static async Task<Kamailio> StartAsync(
        TestCertificates certificates,
        string algorithm = "MD5",
        bool keepsToConnections = false
    )
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} is not here (Debian package kamailio).");
        Assert.SkipUnless(
            File.Exists(_modules + "tls.so"),
            "Kamailio's TLS is not here (Debian package kamailio-tls-modules)."
        );
        var folder = Directory.CreateTempSubdirectory("sidetone-kamailio-");
        var (port, tlsPort) = (Ports.Free(), Ports.Free());
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "cert.pem"), certificates.CertificatePem);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "key.pem"), certificates.KeyPem);
        var file = Path.Combine(folder.FullName, "kamailio.cfg");
        await File.WriteAllTextAsync(
            file,
            Configuration(folder.FullName, port, tlsPort, algorithm, keepsToConnections)
        );
        string[] arguments =
        [
            "-f",
            file,
            "-DD",
            "-E",
            "-m",
            "32",
            "-Y",
            folder.FullName,
            "-P",
            Path.Combine(folder.FullName, "pid"),
        ];
        var kamailio = new Kamailio(folder, new PeerProcess(Program, arguments, folder.FullName), port, tlsPort);
        await Until.TrueAsync(() => (Ports.IsOpen(port) && Ports.IsOpen(tlsPort)) || kamailio._process.HasExited);
        Assert.False(kamailio._process.HasExited, kamailio.Said);
        return kamailio;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string Configuration(
        string folder,
        int port,
        int tlsPort,
        string algorithm,
        bool keepsToConnections
    ) =>
        $$"""
            #!KAMAILIO
            debug=1
            log_stderror=yes
            children=1
            tcp_children=1
            auto_aliases=no
            dns=no
            rev_dns=no
            enable_tls=yes
            listen=udp:127.0.0.1:{{port}}
            listen=tcp:127.0.0.1:{{port}}
            listen=tls:127.0.0.1:{{tlsPort}}
            mpath="{{_modules}}"
            loadmodule "tm.so"
            loadmodule "sl.so"
            loadmodule "rr.so"
            loadmodule "pv.so"
            loadmodule "maxfwd.so"
            loadmodule "usrloc.so"
            loadmodule "registrar.so"
            loadmodule "textops.so"
            loadmodule "siputils.so"
            loadmodule "xlog.so"
            loadmodule "auth.so"
            loadmodule "tls.so"
            modparam("auth", "algorithm", "{{algorithm}}")
            modparam("auth", "qop", "auth")
            modparam("auth", "nonce_count", 1)
            modparam("registrar", "min_expires", 1)
            modparam("tls", "certificate", "{{folder}}/cert.pem")
            modparam("tls", "private_key", "{{folder}}/key.pem")
            modparam("tls", "tls_method", "TLSv1.2+")

            request_route {
              if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
              if (is_method("CANCEL")) {
                if (t_check_trans()) t_relay();
                exit;
              }
              if (has_totag()) {
                if (loose_route()) { t_relay(); exit; }
                if (is_method("ACK")) {
                  if (t_check_trans()) t_relay();
                  exit;
                }
                sl_send_reply("404", "Not Here");
                exit;
              }
              t_check_trans();
              if (is_method("REGISTER")) {
                if (!pv_www_authenticate("sidetone.test", "s3cret \"quoted\"", "0")) {
                  www_challenge("sidetone.test", "1");
                  exit;
                }
                {{(keepsToConnections ? "if (proto != UDP) force_tcp_alias();" : "")}}
                if (!save("location")) sl_reply_error();
                exit;
              }
              if (is_method("INVITE")) {
                if (!pv_proxy_authenticate("sidetone.test", "s3cret \"quoted\"", "0")) {
                  proxy_challenge("sidetone.test", "1");
                  exit;
                }
                consume_credentials();
                record_route();
              }
              if (!lookup("location")) {
                sl_send_reply("404", "Nobody Registered");
                exit;
              }
              t_relay();
            }
            """;
}
