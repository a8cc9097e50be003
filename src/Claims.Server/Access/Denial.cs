namespace Claims.Server.Access;

/// <summary>Why somebody is not let in.</summary>
/// <param name="Problem">What is wrong with what he showed, without any of it.</param>
/// <param name="IsTemporary">Whether he may be right, and it cannot be told at the moment.</param>
internal sealed record Denial(string Problem, bool IsTemporary = false);
