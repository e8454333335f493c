"""Puts an evening together with the couple: how long, what for, private wishes, the plan, the beginning."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import work

from duologue.ui import later
from duologue.ui.sessions import Opening, SessionWindow

if TYPE_CHECKING:
    from random import Random

    from duologue.core.evening import Asked, Composer, Plan
    from duologue.core.wishes import CommonGround


class EveningWindow(SessionWindow):
    """A window in which evenings are put together."""

    @work(exclusive=True, group="session")
    async def plan_evening(self, opening: Opening) -> None:
        """Ask, compose, show, and begin."""
        from random import Random

        await self.settled.wait()
        if self.couple is None or self.play is not None:
            return
        random = Random(opening.seed)
        asked, ground = await self._ask_what_for(opening, random)
        while asked is not None and ground is not None:
            composer = await asyncio.to_thread(later.composer, self.paths, asked, ground)
            plan = await self._agree_on_a_plan(composer, random)
            if plan is not None:
                await self.play_decks(
                    plan.chosen, "this evening", ground.pace, opening, private=ground.private
                )
                return
            opening = replace(opening, minutes=None, purpose=None)
            asked, ground = await self._ask_what_for(opening, random)

    async def _ask_what_for(
        self, opening: Opening, random: Random
    ) -> tuple[Asked | None, CommonGround | None]:
        """How long and what for, and the common ground of their wishes if they have any."""
        from duologue.core.deck import Purpose
        from duologue.core.evening import Asked, usual_ground
        from duologue.core.wishes import common_ground
        from duologue.ui.screens.tonight import TonightScreen
        from duologue.ui.screens.wishes import WishesScreen

        usual = Asked(
            opening.minutes or self.settings.evening_minutes, Purpose(opening.purpose or Purpose.JUST_US)
        )
        if opening.minutes and opening.purpose:
            return usual, usual_ground(self.settings.pace, usual.purpose)
        await self.uncovered.wait()
        answer = await self.push_screen_wait(TonightScreen(usual))
        if answer is None:
            return None, None
        if answer.asked.minutes != self.settings.evening_minutes:
            self.choose(replace(self.settings, evening_minutes=answer.asked.minutes))
        ground = usual_ground(self.settings.pace, answer.asked.purpose)
        if answer.with_wishes and self.couple is not None:
            await self.uncovered.wait()
            wishes = await self.push_screen_wait(WishesScreen(self.couple, ground))
            ground = common_ground(wishes, random)
        return answer.asked, ground

    async def _agree_on_a_plan(self, composer: Composer, random: Random) -> Plan | None:
        from duologue.ui.screens.plan import PlanScreen

        plan = await asyncio.to_thread(composer.compose, random)
        await self.uncovered.wait()
        return await self.push_screen_wait(PlanScreen(composer, plan))
