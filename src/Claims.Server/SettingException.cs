namespace Claims.Server;

/// <summary>A setting that cannot be used; the message is one sentence for whoever gave it.</summary>
internal sealed class SettingException(string message) : Exception(message);
