using System.Reflection;

namespace Claims.Server;

/// <summary>
/// Which version of the server this is.
/// </summary>
internal static class ServerVersion
{
    /// <summary>A semantic version, such as <c>0.1.0</c>: the one that <c>src/Directory.Build.props</c> gives.</summary>
    public static string Text { get; } =
        typeof(ServerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
