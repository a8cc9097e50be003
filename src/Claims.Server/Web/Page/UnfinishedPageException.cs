namespace Claims.Server.Web.Page;

/// <summary>
/// That a page cannot be drawn on. By its own name, since Razor takes a cancellation in a component for one of the component's,
/// and goes on without it.
/// </summary>
/// <param name="reason">Why not.</param>
internal sealed class UnfinishedPageException(OperationCanceledException reason) : Exception(reason.Message, reason);
