using System.Security.Cryptography;

namespace Claims.Server.Access;

/// <summary>
/// What a few small files hold together, read again when they have changed: looked at whole, since neither times nor
/// notifications tell of every change, least of all of a mounted secret. What cannot be used changes nothing.
/// <see cref="Current"/> may be asked by any thread, the rest by one.
/// </summary>
internal sealed class ReloadedFiles<T>
    where T : class
{
    private readonly string[] _paths;
    private readonly Func<byte[][], T?, T> _read;

    // Of what is in use; and of what was last found and cannot be used, where that is still so.
    private byte[] _digest;
    private byte[]? _unusable;
    private bool _isTold;
    private T _current;

    /// <param name="paths">The files.</param>
    /// <param name="read">Reads what is in them, which replaces what was there before; it tells what is wrong by
    /// <see cref="FormatException"/> or <see cref="CryptographicException"/>, without any of what may be secret.</param>
    /// <exception cref="SettingException">They cannot be used.</exception>
    public ReloadedFiles(string[] paths, Func<byte[][], T?, T> read)
    {
        (_paths, _read) = (paths, read);
        var contents = Contents();
        _digest = DigestOf(contents);
        _current = Read(contents);
    }

    public T Current => Volatile.Read(ref _current);

    /// <summary>The files, as they were given.</summary>
    public string Paths => string.Join(" and ", _paths);

    /// <summary>Reads them if they have changed.</summary>
    /// <param name="problem">What is wrong with them; told once, and not before a second look finds the same: of several files
    /// one may be replaced before the other.</param>
    /// <returns>Whether what they hold is now another.</returns>
    public bool Look(out string? problem)
    {
        problem = null;
        byte[] digest = [];
        try
        {
            var contents = Contents();
            digest = DigestOf(contents);
            var isSame = digest.AsSpan().SequenceEqual(_digest);
            if (!isSame) Volatile.Write(ref _current, Read(contents));
            (_digest, _unusable) = (digest, null);
            return !isSame;
        }
        catch (SettingException e)
        {
            var isSecond = _unusable is not null && digest.AsSpan().SequenceEqual(_unusable);
            if (isSecond && !_isTold) problem = e.Message;
            (_unusable, _isTold) = (digest, isSecond);
            return false;
        }
    }

    private static byte[] DigestOf(byte[][] contents) =>
        [.. contents.SelectMany(content => SHA256.HashData(content))];

    private byte[][] Contents()
    {
        try
        {
            return [.. _paths.Select(File.ReadAllBytes)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new SettingException(e.Message);
        }
    }

    private T Read(byte[][] contents)
    {
        try
        {
            return _read(contents, _current);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw new SettingException($"{Paths}: {e.Message.TrimEnd('.')}");
        }
    }
}
