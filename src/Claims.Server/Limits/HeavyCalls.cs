namespace Claims.Server.Limits;

/// <summary>
/// How many calls that walk the corpus work at once; those that find one thing by its name are not counted. The others wait
/// for their turn, one connection after the other, and not for long: who cannot be served soon had better be told. Thread-safe.
/// </summary>
/// <param name="most">How many work at once.</param>
/// <param name="longestWait">How long one waits for its turn.</param>
internal sealed class HeavyCalls(int most, TimeSpan longestWait)
{
    private const int PerProcessor = 2;

    // Half of them are left to connections that have none.
    private readonly SharedBudget _turns = new(most, Math.Max(1, most / 2));

    /// <summary>How many work at once where nothing is configured.</summary>
    public static int Default => PerProcessor * Environment.ProcessorCount;

    /// <summary>How many work at once.</summary>
    public int Most => most;

    /// <summary>Takes a turn if there is one. To be given back with <see cref="Leave"/>.</summary>
    public bool TryEnter(SharedBudget.Share connection) => _turns.TryTake(connection, 1);

    /// <summary>Takes a turn once there is one.</summary>
    /// <returns>Whether it was taken; false where it was waited for as long as may be.</returns>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public async Task<bool> TryEnterAsync(SharedBudget.Share connection, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(longestWait);
        try
        {
            await _turns.TakeAsync(connection, 1, patience.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Gives the turn back.</summary>
    public void Leave(SharedBudget.Share connection) => _turns.Give(connection, 1);
}
