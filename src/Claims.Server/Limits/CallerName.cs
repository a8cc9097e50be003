using System.Net;
using System.Net.Sockets;
using Claims.Server.Access;

namespace Claims.Server.Limits;

/// <summary>What callers are told apart by, where they are counted.</summary>
internal static class CallerName
{
    // In bytes, of an address of IPv6: one customer has as many addresses as the rest can name.
    private const int NetworkBytes = 8;

    /// <summary>Of a call: what its caller was let in as, or else where he calls from.</summary>
    public static string Of(HttpContext call) =>
        call.Features.Get<Caller>()?.Name ?? (call.Connection.RemoteIpAddress is { } address ? NetworkOf(address) : "");

    /// <summary>An address of IPv4; of IPv6 the network, /64.</summary>
    public static string NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
