using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.V1;

namespace Claims.Curated;

/// <summary>The rules on withdrawals. What they name need not be in any file any more.</summary>
internal static class WithdrawalRules
{
    public static readonly RuleTable<HeadDraft> Withdrawals = new(
        [Withdrawal.NameFieldNumber, Withdrawal.DateFieldNumber, Withdrawal.ReasonFieldNumber],
        NameRules.Name<HeadDraft>(
            Withdrawal.NameFieldNumber,
            withdrawal => withdrawal.Text(Withdrawal.NameFieldNumber).Span is var name && (Utf8Names.IsClaim(name) || Utf8Names.IsArticle(name)),
            $"{ResourceName.ClaimForm} or {ResourceName.ArticleForm}"),
        new("withdrawal-reason", Withdrawal.ReasonFieldNumber,
            withdrawal => withdrawal.Text(Withdrawal.ReasonFieldNumber).Span.Length > SizeLimits.WithdrawalReason,
            withdrawal => $"the reason has {withdrawal.Text(Withdrawal.ReasonFieldNumber).Span.Length} bytes in UTF-8; the most is "
                + $"{SizeLimits.WithdrawalReason}"));
}
