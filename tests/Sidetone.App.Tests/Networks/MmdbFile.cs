using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Sidetone.Tests.Networks;

/// <summary>Writes a small file in the MaxMind DB format 2.0 (IPv4 tree, 24-bit records), so that no real one is needed.</summary>
internal static class MmdbFile
{
    private const int NoRecord = -1;

    public static void Write(string path, params (string Network, Dictionary<string, object> Record)[] entries)
    {
        var nodes = new List<int[]> { new[] { NoRecord, NoRecord } };
        var records = new List<byte[]>();
        foreach (var (network, record) in entries)
        {
            // A leaf is written as a negative number until the count of nodes is known.
            Insert(nodes, IPNetwork.Parse(network), leaf: -2 - records.Sum(static bytes => bytes.Length));
            using var value = new MemoryStream();
            Encode(value, record);
            records.Add(value.ToArray());
        }

        using var file = new MemoryStream();
        foreach (var child in nodes.SelectMany(static node => node))
        {
            var number =
                child == NoRecord ? nodes.Count
                : child < 0 ? nodes.Count + 16 + (-2 - child)
                : child;
            file.Write(Unsigned(number).AsSpan(1));
        }

        file.Write(new byte[16]);
        records.ForEach(record => file.Write(record));
        file.Write([0xab, 0xcd, 0xef]);
        file.Write("MaxMind.com"u8);
        Encode(
            file,
            new Dictionary<string, object>
            {
                ["binary_format_major_version"] = (ushort)2,
                ["binary_format_minor_version"] = (ushort)0,
                ["build_epoch"] = 1_700_000_000UL,
                ["database_type"] = "Test",
                ["ip_version"] = (ushort)4,
                ["node_count"] = nodes.Count,
                ["record_size"] = (ushort)24,
            }
        );
        File.WriteAllBytes(path, file.ToArray());
    }

    private static void Insert(List<int[]> nodes, IPNetwork network, int leaf)
    {
        var bits = BinaryPrimitives.ReadUInt32BigEndian(network.BaseAddress.GetAddressBytes());
        var node = 0;
        for (var depth = 0; depth < network.PrefixLength; depth++)
        {
            var bit = (int)((bits >> (31 - depth)) & 1);
            if (depth == network.PrefixLength - 1)
            {
                nodes[node][bit] = leaf;
                return;
            }

            if (nodes[node][bit] == NoRecord)
            {
                nodes[node][bit] = nodes.Count;
                nodes.Add([NoRecord, NoRecord]);
            }

            node = nodes[node][bit];
        }
    }

    // Types by number: 2 text, 5 and 6 unsigned 16 and 32, 7 map; extended ones (0, then less 7): 9 unsigned 64, 11 array.
    private static void Encode(Stream target, object value)
    {
        switch (value)
        {
            case string text:
                Control(target, 2, Encoding.UTF8.GetByteCount(text));
                target.Write(Encoding.UTF8.GetBytes(text));
                break;
            case ushort number:
                Control(target, 5, 2);
                target.Write(Unsigned(number).AsSpan(2));
                break;
            case ulong number:
                target.Write([8, 2, .. new byte[4], .. Unsigned((int)number)]);
                break;
            case int number:
                Control(target, 6, 4);
                target.Write(Unsigned(number));
                break;
            case Dictionary<string, object> map:
                Control(target, 7, map.Count);
                foreach (var (name, member) in map)
                {
                    Encode(target, name);
                    Encode(target, member);
                }

                break;
            case object[] items:
                target.Write([(byte)items.Length, 4]);
                Array.ForEach(items, item => Encode(target, item));
                break;
            default:
                throw new NotSupportedException(value.GetType().Name);
        }
    }

    private static byte[] Unsigned(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static void Control(Stream target, int type, int size)
    {
        if (size < 29)
        {
            target.WriteByte((byte)((type << 5) | size));
            return;
        }

        target.Write([(byte)((type << 5) | 29), (byte)(size - 29)]);
    }
}
