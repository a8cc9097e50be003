using Claims.V1;

namespace Claims.Server.Web.Page.Who;

/// <summary>One claim in a row of the score.</summary>
/// <param name="At">Its place, in per cent.</param>
/// <param name="Line">How it is drawn: <c>own</c>, <c>presupposed</c>, or the class of its form.</param>
/// <param name="Act">The name of its act's shape; empty where it is stated.</param>
public sealed record Stroke(double At, string Line, string Act);

/// <summary>The part of a row that the line through a joint statement takes.</summary>
public enum JointPart
{
    /// <summary>From the stroke down.</summary>
    Upper,

    /// <summary>All of it: neither the first nor the last of its rows.</summary>
    Through,

    /// <summary>Down to the stroke.</summary>
    Lower,
}

/// <summary>A piece of the line through a joint statement.</summary>
/// <param name="At">The place of the claim, in per cent.</param>
/// <param name="Part">Which part of the row.</param>
/// <param name="IsUnclear">Whether the article does not tell if they spoke together.</param>
public sealed record JointLine(double At, JointPart Part, bool IsUnclear);

/// <summary>One source of the score.</summary>
/// <param name="Source">The source.</param>
/// <param name="Depth">How many affiliations it is below the first of its group.</param>
/// <param name="IsUnnamed">Whether no claim names it.</param>
/// <param name="Count">How many claims it makes.</param>
/// <param name="Words">Its kind, and what it does by saying them.</param>
/// <param name="Affiliation">What it is affiliated with, where it stands below that; else empty.</param>
/// <param name="Strokes">Its claims.</param>
/// <param name="Rings">The places of the claims in which somebody else speaks for it.</param>
/// <param name="Joints">The lines that go through.</param>
public sealed record ScoreRow(
    Source Source, int Depth, bool IsUnnamed, int Count, string Words, string Affiliation,
    IReadOnlyList<Stroke> Strokes, IReadOnlyList<double> Rings, IReadOnlyList<JointLine> Joints);

/// <summary>Sources that belong together.</summary>
/// <param name="Title">What they are.</param>
/// <param name="Joints">The lines that go through the title.</param>
/// <param name="Rows">The sources; those of one affiliation under it.</param>
public sealed record ScoreGroup(string Title, IReadOnlyList<JointLine> Joints, IReadOnlyList<ScoreRow> Rows);
