using Claims.V1;

namespace Claims.Benchmarks.Corpora;

/// <summary>
/// Quantities, mostly as exact as a number, and some as vague as the words for them.
/// </summary>
internal static class Figures
{
    private static readonly string[] _units =
        "person minute day explosion vehicle kilometre dollar barrel seat village aircraft year".Split(' ');

    /// <summary>Gives a claim a figure, now and then.</summary>
    /// <returns>The words for it; empty where there is none.</returns>
    public static string Add(ref RandomStream random, Claim claim)
    {
        if (!random.Chance(0.11)) return "";
        var number = random.Between(2, random.Of([12, 90, 900]));
        var unit = random.Of(_units);
        var units = unit switch { "person" => "people", "aircraft" => unit, _ => $"{unit}s" };
        var figure = new Figure { Unit = unit };
        claim.Figures.Add(figure);
        switch (random.Below(8))
        {
            case 0:
                figure.Expression = "dozens";
                return $"dozens of {units}";
            case 1:
                figure.Expression = $"at least {number} {units}";
                figure.Lower = number;
                break;
            case 2:
                figure.Expression = $"up to {number} {units}";
                figure.Upper = number;
                break;
            case 3:
                figure.Expression = $"about {number} {units}";
                (figure.Lower, figure.Upper, figure.Approximate) = (number, number, true);
                break;
            case 4:
                figure.Expression = $"more than {number} {units}";
                (figure.Lower, figure.LowerExclusive) = (number, true);
                break;
            case 5:
                figure.Expression = $"fewer than {number} {units}";
                (figure.Upper, figure.UpperExclusive) = (number, true);
                break;
            default:
                figure.Expression = $"{number} {units}";
                (figure.Lower, figure.Upper) = (number, number);
                break;
        }

        return figure.Expression;
    }
}
