namespace Claims.Server.Limits;

/// <summary>
/// Something that the calls of all connections share: memory, in bytes, or turns to work. A connection gets at most its own
/// bound; and half of the whole is left to connections that have nothing yet, so that whoever comes is served however greedy
/// others are. Those who wait are served in the order they came, one connection after the other. Thread-safe.
/// </summary>
/// <param name="total">What there is for all connections together.</param>
/// <param name="perConnection">What there is for one.</param>
internal sealed class SharedBudget(long total, long perConnection)
{
    private readonly Lock _gate = new();

    // Connections of which calls wait, whose turn is next first.
    private readonly LinkedList<Share> _waiting = [];
    private long _taken;

    /// <summary>Takes some if there is as much, and nobody on the same connection waits for it.</summary>
    /// <param name="share">What the connection has.</param>
    /// <param name="amount">How much.</param>
    /// <param name="onlySpare">Whether none of it is to be of what is left to connections that have nothing.</param>
    public bool TryTake(Share share, int amount, bool onlySpare = false)
    {
        lock (_gate)
        {
            if (share.Waiters.Count > 0) return false;
            if (onlySpare ? !HasSpare(share, amount) : !HasRoom(share, amount)) return false;
            Grant(share, amount);
            return true;
        }
    }

    /// <summary>Takes some once there is as much.</summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more; nothing was taken.</exception>
    public async Task TakeAsync(Share share, int amount, CancellationToken cancellation)
    {
        var waiter = new Waiter(amount);
        lock (_gate)
        {
            if (share.Waiters.Count == 0)
            {
                if (HasRoom(share, amount))
                {
                    Grant(share, amount);
                    return;
                }

                _waiting.AddLast(share);
            }

            share.Waiters.AddLast(waiter);
        }

        using var registration = cancellation.UnsafeRegister(
            static (state, token) =>
            {
                var (budget, share, waiter) = ((SharedBudget, Share, Waiter))state!;
                budget.Leave(share, waiter, token);
            },
            (this, share, waiter));
        await waiter.Granted.Task;
    }

    /// <summary>Gives some back.</summary>
    public void Give(Share share, int amount)
    {
        lock (_gate)
        {
            share.Held -= amount;
            _taken -= amount;
            GrantWaiting();
        }
    }

    private void Leave(Share share, Waiter waiter, CancellationToken token)
    {
        lock (_gate)
        {
            if (!share.Waiters.Remove(waiter)) return;
            if (share.Waiters.Count == 0) _waiting.Remove(share);

            // Those behind may need less.
            GrantWaiting();
        }

        waiter.Granted.TrySetCanceled(token);
    }

    private bool HasSpare(Share share, int amount) =>
        share.Held + amount <= perConnection && _taken + amount <= total / 2;

    // What is larger than all there is must be granted some time: alone.
    private bool HasRoom(Share share, int amount) =>
        HasSpare(share, amount) || (share.Held == 0 && (_taken + amount <= total || _taken == 0));

    private void Grant(Share share, int amount)
    {
        share.Held += amount;
        _taken += amount;
    }

    private void GrantWaiting()
    {
        // Until it was everybody's turn and nobody's need could be met.
        for (var refused = 0; refused < _waiting.Count;)
        {
            var turn = _waiting.First!;
            _waiting.RemoveFirst();
            var share = turn.Value;
            var waiter = share.Waiters.First!.Value;
            if (HasRoom(share, waiter.Amount))
            {
                Grant(share, waiter.Amount);
                share.Waiters.RemoveFirst();
                waiter.Granted.SetResult();
                refused = 0;
            }
            else
            {
                refused++;
            }

            if (share.Waiters.Count > 0) _waiting.AddLast(turn);
        }
    }

    /// <summary>What one connection has of a budget.</summary>
    internal sealed class Share
    {
        public long Held { get; set; }

        public LinkedList<Waiter> Waiters { get; } = [];
    }

    /// <summary>A call that waits.</summary>
    internal sealed class Waiter(int amount)
    {
        public int Amount => amount;

        // Whoever gives something back does not go on with the calls that get it.
        public TaskCompletionSource Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
