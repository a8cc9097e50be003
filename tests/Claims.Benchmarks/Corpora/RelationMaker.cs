using Claims.V1;

namespace Claims.Benchmarks.Corpora;

/// <summary>
/// Relates claims to others.
/// </summary>
internal sealed class RelationMaker(CorpusGenerator corpus, Wording wording)
{
    // How far back an article remembers others.
    private const int Memory = 400;

    private static readonly Weighted<RelationType> _relations = Weighted.Of(
        (RelationType.Elaborates, 52.0), (RelationType.Qualifies, 12), (RelationType.Corroborates, 8),
        (RelationType.Contradicts, 5), (RelationType.Supersedes, 4), (RelationType.GivesReasonFor, 7),
        (RelationType.ResultsFrom, 5), (RelationType.ConditionOf, 2), (RelationType.Presupposes, 5));

    /// <summary>Relates a claim to some made before it, and to some of earlier articles: never in a circle.</summary>
    public void AddRelations(ref RandomStream random, ArticleDraft article, Claim claim, int index)
    {
        if (index > 0 && random.Chance(0.42))
        {
            AddRelation(ref random, article, claim, index, Math.Max(random.Below(index), random.Below(index)));
        }

        if (index > 1 && random.Chance(0.05)) AddRelation(ref random, article, claim, index, random.Below(index));
        if (article.Plan.Index > 0 && random.Chance(0.05))
        {
            AddRelationToEarlierArticle(ref random, article, claim, index);
        }
    }

    private void AddRelation(ref RandomStream random, ArticleDraft article, Claim claim, int index, int other)
    {
        var name = corpus.ClaimName(article.Plan, other);
        var type = _relations.Draw(ref random);

        // Another voice corroborates; only the same voice supersedes, and only what came before, so never in a circle.
        var sameVoice = article.VoiceOf[index] == article.VoiceOf[other];
        if (type is RelationType.Corroborates && sameVoice || type is RelationType.Supersedes && !sameVoice)
        {
            type = RelationType.Elaborates;
        }

        Relate(ref random, article, claim, type, name);
    }

    private void AddRelationToEarlierArticle(ref RandomStream random, ArticleDraft article, Claim claim, int index)
    {
        var type = _relations.Draw(ref random);
        if (random.Chance(0.3)) type = RelationType.Corroborates;
        var other = corpus.Plan(article.Plan.Index - 1 - random.Below(Math.Min(Memory, article.Plan.Index)));
        var otherClaim = random.Below(other.ClaimCount);
        if (type == RelationType.Supersedes)
        {
            // Whose the other claim is can be told only of publishers.
            if (article.VoiceOf[index] != article.Article.Publisher) return;
            for (var tries = 0; other.Publisher != article.Plan.Publisher; tries++)
            {
                if (tries == 8) return;
                other = corpus.Plan(article.Plan.Index - 1 - random.Below(Math.Min(Memory, article.Plan.Index)));
            }

            otherClaim = random.Below(other.ClaimCount);
            if (!corpus.IsOwnVoice(other, otherClaim)) return;
        }

        Relate(ref random, article, claim, type, corpus.ClaimName(other, otherClaim));
    }

    private void Relate(ref RandomStream random, ArticleDraft article, Claim claim, RelationType type, string name)
    {
        foreach (var relation in claim.Relations)
        {
            if (relation.Claim == name) return;
        }

        claim.Relations.Add(new Relation
        {
            Type = type,
            Claim = name,
            Note = random.Chance(0.7) ? wording.RelationNote(ref random, article.Theme) : "",
        });
    }
}
