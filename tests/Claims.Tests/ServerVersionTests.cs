using System.Xml.Linq;
using Claims.Server;

namespace Claims.Tests;

public class ServerVersionTests
{
    // Without the commit that a build would put behind it.
    [Fact]
    public void The_version_is_the_one_that_the_source_gives() => Assert.Equal(
        XDocument.Parse(SourceTree.Read("src/Directory.Build.props")).Descendants("Version").Single().Value,
        ServerVersion.Text);
}
