"""The columns of the sheet of structures: people, waits and cost, from those of the teams."""

from service_structure.papers.sheets import Cell, Formula, Row, column
from service_structure.papers.staffing_block import TOTAL, Block, leaders, without_name
from service_structure.source.numbers import WEEKS
from service_structure.staffing.pools import CHAIN, CHAIN_OUTSIDE, COMMON, LEAST_EXPERTS

TOTAL_STYLES = dict.fromkeys(("on_duty", "apart", "together", "hub", "yearly_cost"), "whole") | {
    **dict.fromkeys(("faster", "backup", "level", "occupancy", "transfers", "price"), "share"),
    **dict.fromkeys(("aht", "wait", "posts", "staff"), "one"),
    "cost_per_contact": "two",
}


class Totals(Block):
    """The row of a structure."""

    def total(self) -> Row:
        """The row."""
        cells = [Cell(self.words.text(self.structure.name))]
        for name in TOTAL[1:]:
            value = getattr(self, f"_of_{name}")()
            if isinstance(value, str):
                text = without_name(value, self.total_sheet)
                value = Formula(text, getattr(self.worked, name))
            cells.append(Cell(value, TOTAL_STYLES.get(name, "")))
        return tuple(cells)

    def _of_groups(self) -> str | float:
        by = self.pooling.by
        if by == "one":
            return 1
        if not self.pooling.first_line:
            return by
        behind = f"contacts_per_hour*(1-first_line_share/100)*aht/3600*(1-{self.of('faster')})"
        return f"MIN({by},MAX(INT({behind}/{LEAST_EXPERTS}),1))"

    def _of_faster(self) -> str:
        products, trades = 1 - self.pooling.masters_products, 1 - self.pooling.masters_trades
        return f"1-(1-product_gain/100*{products!r})*(1-trade_gain/100*{trades!r})"

    def _of_aht(self) -> str:
        own = f"aht*(1-{self.of('faster')})"
        if not self.is_helped:
            return own
        outside = f"{self._flexible}*{CHAIN_OUTSIDE if self.pooling.backup == 'chain' else 1!r}"
        return f"{own}*IF({self.of('groups')}>1,1+{outside}*backup_loss/100,1)"

    @property
    def _flexible(self) -> str:
        return "cross_trained/100" if self.pooling.backup == "chain" else "hub_share/100"

    def _of_backup(self) -> str | float:
        if not self.is_helped:
            return 0
        k, r = CHAIN if self.pooling.backup == "chain" else COMMON
        gain = f"1-EXP(-{k!r}*POWER({self._flexible},0.65)*POWER({self.of('groups')},-{r!r}))"
        if self.pooling.backup == "hub":
            gain = f"IF(hub_share>=100,1,{gain})"
        return f"IF({self.of('groups')}>1,{gain},0)"

    def _of_apart(self) -> str:
        return f"SUM({self.range('agents', self.queues)})"

    def _of_together(self) -> str | None:
        return self.cell("agents", self.together) if self.is_helped else None

    def _of_hub(self) -> str | float:
        if self.pooling.backup != "hub":
            return 0
        agents, groups = self.of("on_duty"), self.of("groups")
        part = f"({agents}*hub_share/100)"
        # Halves are rounded to the even number, as Python does.
        whole = f"IF(MOD({part},1)=0.5,2*ROUND({part}/2,0),ROUND({part},0))"
        return f"IF({groups}>1,MIN({whole},{agents}-minimum_crew*{groups}),0)"

    def _of_on_duty(self) -> str:
        if not self.is_helped:
            return self.of("apart")
        share = self.of("backup")
        mixed = f"{self.of('together')}*{share}+{self.of('apart')}*(1-{share})"
        agents = f"MAX(ROUNDUP(({mixed})*(1-1E-12),0),minimum_crew*{self.of('groups')})"
        return f"IF({self.of('groups')}>1,{agents},{self.of('apart')})"

    def _of_posts(self) -> str:
        return f"SUM({self.range('posts', self.slots)})"

    def _of_supervisors(self) -> str:
        own = f"SUM({self.range('leaders', self.slots)})"
        if self.pooling.dual_reporting:
            return f"{own}+{leaders(self.of('posts'), 'project_span')}"
        return own

    def _of_managers(self) -> str:
        supervisors = self.of("supervisors")
        return f"IF({supervisors}>1,{leaders(supervisors, 'manager_span')},0)"

    def _of_staff(self) -> str:
        return f"{self.of('posts')}+{self.of('supervisors')}+{self.of('managers')}"

    def _of_level(self) -> str:
        first, level = (self.range(name, self.queues) for name in ("first", "level"))
        return self._mixed(f"SUMPRODUCT({first},{level})/SUM({first})", "level")

    def _of_wait(self) -> str:
        first, contacts, wait = (
            self.range(name, self.queues) for name in ("first", "contacts", "wait")
        )
        return self._mixed(f"SUMPRODUCT({contacts},{wait})/SUM({first})", "wait")

    def _of_occupancy(self) -> str:
        agents, busy = (self.range(name, self.queues) for name in ("agents", "occupancy"))
        return self._mixed(f"SUMPRODUCT({agents},{busy})/SUM({agents})", "occupancy")

    def _mixed(self, apart: str, name: str) -> str:
        if not self.is_helped:
            return apart
        share = self.of("backup")
        return f"({apart})*(1-{share})+{self.cell(name, self.together)}*{share}"

    def _of_transfers(self) -> str:
        first, contacts = (self.range(name, self.queues) for name in ("first", "contacts"))
        return f"MAX((SUM({contacts})-SUM({first}))/SUM({first}),0)"

    def _of_yearly_cost(self) -> str:
        leaders = f"{self.of('supervisors')}*supervisor_cost+{self.of('managers')}*manager_cost"
        return f"(SUM({self.range('pay', self.slots)})+({leaders})*paid_hours)*{WEEKS}"

    def _of_cost_per_contact(self) -> str:
        contacts = "contacts_per_hour*average_load/100*hours_per_week"
        return f"{self.of('yearly_cost')}/{WEEKS}/({contacts})"

    def _of_price(self) -> str | None:
        if self.one is None:
            return None
        return f"{self.of('yearly_cost')}/{column(TOTAL.index('yearly_cost'))}${self.one}-1"
