using Microsoft.AspNetCore.Components;

namespace Claims.Server.Web.Page;

/// <summary>
/// What the figures are drawn with.
/// </summary>
internal static class Drawing
{
    /// <summary>A place or a length as a part of the figure's width, in per cent.</summary>
    public static string Percent(double part) => FormattableString.Invariant($"{part:0.##}%");

    /// <summary>A label. Made here, since within Razor, text is a tag of its own.</summary>
    /// <param name="x">Where it stands, in per cent of the width.</param>
    /// <param name="y">And in pixels below the top.</param>
    /// <param name="label">What it says; where that is nothing, there is none.</param>
    /// <param name="classes">Its classes; null for none.</param>
    public static RenderFragment Text(double x, int y, string label, string? classes) => builder =>
    {
        if (label.Length == 0) return;
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", Percent(x));
        builder.AddAttribute(2, "y", y);
        builder.AddAttribute(3, "class", classes);
        builder.AddContent(4, label);
        builder.CloseElement();
    };
}
