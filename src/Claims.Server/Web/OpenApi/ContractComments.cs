using System.Text.RegularExpressions;
using Claims.V1;
using Google.Protobuf.Reflection;

namespace Claims.Server.Web.OpenApi;

/// <summary>
/// The comments of the contract, which its descriptors in this program lack: the contract's assembly has them besides.
/// </summary>
internal sealed partial class ContractComments
{
    private readonly Dictionary<string, string> _comments = [];

    public ContractComments()
    {
        var assembly = typeof(Claim).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            foreach (var file in FileDescriptorSet.Parser.ParseFrom(stream).File) Read(file);
        }
    }

    /// <summary>The comment of a service, method, message, field, enum or value, by its full name; null for none.</summary>
    public string? Of(IDescriptor descriptor) => _comments.GetValueOrDefault(descriptor.FullName);

    // A comment stands at a path: numbers of fields of descriptor.proto, each with an index.
    private void Read(FileDescriptorProto file)
    {
        foreach (var location in file.SourceCodeInfo.Location)
        {
            if (location.LeadingComments.Length == 0 || NameAt(file, location.Path) is not { } name) continue;
            _comments[$"{file.Package}.{name}"] = Wrapped().Replace(location.LeadingComments.Trim(), "$1 ");
        }
    }

    private static string? NameAt(FileDescriptorProto file, IList<int> path) => path switch
    {
        [FileDescriptorProto.MessageTypeFieldNumber, var message] => file.MessageType[message].Name,
        [FileDescriptorProto.MessageTypeFieldNumber, var message, DescriptorProto.FieldFieldNumber, var field] =>
            $"{file.MessageType[message].Name}.{file.MessageType[message].Field[field].Name}",
        [FileDescriptorProto.EnumTypeFieldNumber, var type] => file.EnumType[type].Name,

        // Protobuf names a value as if it stood beside its enum.
        [FileDescriptorProto.EnumTypeFieldNumber, var type, EnumDescriptorProto.ValueFieldNumber, var value] =>
            file.EnumType[type].Value[value].Name,
        [FileDescriptorProto.ServiceFieldNumber, var service] => file.Service[service].Name,
        [FileDescriptorProto.ServiceFieldNumber, var service, ServiceDescriptorProto.MethodFieldNumber, var method] =>
            $"{file.Service[service].Name}.{file.Service[service].Method[method].Name}",
        _ => null,
    };

    // A line that goes on in the next; where that begins a paragraph or an item of a list, it does not.
    [GeneratedRegex(@"(\S)\n (?![ \n-])")]
    private static partial Regex Wrapped();
}
