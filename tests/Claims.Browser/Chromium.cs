using Claims.Browser;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Claims.Browser;

/// <summary>
/// The system's browser, started once for all tests.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    // What works takes a tenth of it; on a machine that others use too, a hundred times as long as on an idle one.
    private const float Patience = 30_000;

    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        string[] asRoot = Environment.UserName == "root" ? ["--no-sandbox"] : [];
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Find(), Args = ["--disable-quic", .. asRoot] });
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private static string Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/bin")
        .Select(directory => Path.Combine(directory, "chromium"))
        .FirstOrDefault(File.Exists) ?? throw new FileNotFoundException("There is no chromium; tests/Claims.Browser/run installs it.");
}
