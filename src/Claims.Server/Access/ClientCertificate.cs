using System.Security.Cryptography.X509Certificates;

namespace Claims.Server.Access;

/// <summary>
/// The certificate that a client has shown, or none; a feature of its connection. It is judged anew whenever those who sign
/// are others: a connection may last for days.
/// </summary>
internal sealed class ClientCertificate(ReloadedFiles<ClientAuthority> authority) : Caller
{
    private readonly Lock _gate = new();
    private readonly X509Certificate2Collection _between = [];
    private X509Certificate2? _shown;
    private ClientAuthority? _judge;
    private bool _isTrusted;

    /// <summary>Whether there is one.</summary>
    public bool IsShown => _shown is not null;

    public override string Name => _shown?.GetNameInfo(X509NameType.SimpleName, forIssuer: false) ?? "";

    public override bool IsOver
    {
        get
        {
            lock (_gate)
            {
                if (_shown is null || _shown.NotAfter <= DateTime.Now) return true;
                var judge = authority.Current;
                if (judge != _judge) (_judge, _isTrusted) = (judge, judge.Trusts(_shown, _between));
                return !_isTrusted;
            }
        }
    }

    /// <summary>
    /// Takes what the client shows in its handshake, whatever it is: whoever shows a wrong one is told so by the error of his
    /// call, and health is told to all.
    /// </summary>
    public bool See(X509Certificate? shown, X509Chain? chain)
    {
        lock (_gate)
        {
            _shown = shown as X509Certificate2;
            if (chain is not null) _between.AddRange(chain.ChainPolicy.ExtraStore);
        }

        return true;
    }
}
