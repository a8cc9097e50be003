using Claims.Server.Telemetry;

namespace Claims.Tests.Telemetry;

public class DroppedLinesTests
{
    /// <summary>Where this fails, the console's logger has changed: see whether it tells its count by now.</summary>
    [Fact]
    public void The_console_s_logger_has_the_count_that_is_read() => Assert.True(DroppedLines.HasCount);
}
