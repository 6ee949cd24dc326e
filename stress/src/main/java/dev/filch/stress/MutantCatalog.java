package dev.filch.stress;

import static dev.filch.stress.Mistake.alwaysTrue;
import static dev.filch.stress.Mistake.movedAfter;
import static dev.filch.stress.Mistake.movedBefore;
import static dev.filch.stress.Mistake.naive;
import static dev.filch.stress.Mistake.notAtomic;
import static dev.filch.stress.Mistake.nullCheckRemoved;
import static dev.filch.stress.Mistake.readOnce;
import static dev.filch.stress.Mistake.slowed;
import static dev.filch.stress.Mistake.unbounded;
import static dev.filch.stress.Mistake.weakerMode;

import java.util.List;

/**
 * The mutants that fail within seconds on any machine, x86 included. The model checker covers the mistakes that x86
 * does not show.
 */
final class MutantCatalog {

    private MutantCatalog() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of("ring: two producers get one slot", "Ring2Empty.OfferAgainstOffer",
                        notAtomic("PaddedRing$Tail", "casTail")),
                Mutant.of("ring: two consumers get one element", "Ring2With1.PollAgainstPoll",
                        notAtomic("PaddedRing$Head", "casHead")),
                Mutant.of("ring: a slot is published before its element", "Ring2Empty.OfferAgainstPoll",
                        movedAfter("MpmcRing", "publish", "setElementRelease", "setSequenceRelease")),
                Mutant.of("ring: a slot is free before it is cleared", "Ring1With1.OfferAgainstPoll",
                        movedBefore("MpmcRing", "release", "setSequenceRelease", "elementPlain"),
                        slowed("RingFields", "clearElementPlain")),
                Mutant.of("ring: two batches get the same elements", "Ring4With123.DrainAgainstDrain",
                        notAtomic("PaddedRing$Head", "casHead")),
                Mutant.of("ring: two batches get the same slots", "Ring4Empty.OfferAllAgainstFill",
                        notAtomic("PaddedRing$Tail", "casTail")),
                Mutant.of("ring: two relaxed offers get one slot", "Ring2Empty.RelaxedOfferAgainstRelaxedOffer",
                        notAtomic("PaddedRing$Tail", "casTail")),
                Mutant.of("ring: two relaxed polls get one element", "Ring2With1.RelaxedPollAgainstRelaxedPoll",
                        notAtomic("PaddedRing$Head", "casHead")),
                Mutant.of("ring: an offer reports full without reading head", "Ring2With12.PollAgainstPollThenOffer",
                        alwaysTrue("MpmcRing", "isFullAt")),
                Mutant.of("ring: a forceOffer removes and adds in two steps", "Ring2With12.OfferAgainstForceOffer",
                        naive("MpmcRing", "forceOffer")),
                Mutant.of("ring: peek does not read head again", "Ring2With12.PollThenOfferAgainstPeek",
                        readOnce("MpmcRing", "peek", "headAcquire"), slowed("RingFields", "elementAcquire")),
                Mutant.of("ring: size reads tail first", "Ring2With12.DrainThenOfferAllThenPollAgainstSizeThenSize",
                        movedBefore("MpmcRing", "size", "tailAcquire", "headAcquire"),
                        slowed("PaddedRing$Head", "headAcquire")),
                Mutant.of("ring: isEmpty reads tail first", "Ring1With1.ForceOfferAgainstSizeThenIsEmptyThenSize",
                        movedBefore("MpmcRing", "isEmpty", "tailVolatile", "headVolatile"),
                        slowed("PaddedRing$Head", "headVolatile")),
                Mutant.of("ring: two producers get one slot of a compact ring", "Compact2Empty.OfferAgainstOffer",
                        notAtomic("CompactRing", "casTail")),
                Mutant.of("ring: two consumers get one element of a compact ring", "Compact1With1.PollAgainstPoll",
                        notAtomic("CompactRing", "casHead")),
                Mutant.of("ring: two threads close it", "Ring2Empty.CloseAgainstClose",
                        notAtomic("PaddedRing$Tail", "casTail")),
                Mutant.of("ring: an offer reopens it",
                        "Ring2Empty.IsClosedThenOfferThenIsClosedAgainstClose",
                        notAtomic("PaddedRing$Tail", "casTail")),
                Mutant.of("injector: two producers get one ticket", "InjectorEmpty.OfferAgainstOfferThenPeekThenPoll",
                        notAtomic("InjectorTail", "getAndAddTail")),
                Mutant.of("injector: two consumers get one element", "InjectorWith123.PollAgainstPoll",
                        notAtomic("InjectorHead", "casHead")),
                Mutant.of("injector: a batch claims an unpublished element",
                        "InjectorWith1.OfferAgainstOfferAgainstStealBatchAndPop",
                        alwaysTrue("InjectorFields$Segment", "isPublished"),
                        slowed("InjectorFields$Segment", "setItemRelease")),
                Mutant.of("injector: close takes a ticket back",
                        "InjectorEmpty.IsClosedThenOfferThenIsClosedAgainstClose",
                        notAtomic("InjectorTail", "casTail")),
                Mutant.of("injector: size uses an older tail",
                        "InjectorEmpty.OfferThenPollThenOfferThenPollAgainstSizeThenSize",
                        movedAfter("Injector", "size", "headAcquire", "tailOpaque"),
                        slowed("InjectorHead", "headAcquire")),
                Mutant.of("injector: a poll reports empty without reading tail",
                        "InjectorEmpty.OfferAgainstOfferThenPeekThenPoll",
                        alwaysTrue("Injector", "isTail"), slowed("InjectorFields$Segment", "setItemRelease")),
                Mutant.of("injector: an iterator ends at a taken element",
                        "InjectorWith1234.StealBatchAgainstIsEmptyThenSizeThenIterator",
                        nullCheckRemoved("Injector$InjectorIterator", "advance"),
                        slowed("LookingAhead", "begin")),
                Mutant.of("deque: a pop may read top before it writes bottom",
                        "LifoWith12.PopThenPopAgainstStealThenSteal",
                        weakerMode("DequeBottom", "setBottomVolatile", "setVolatile", "setRelease")),
                Mutant.of("deque: two thieves get one element", "LifoWith1.StealAgainstSteal",
                        notAtomic("DequeTop", "casTop")),
                Mutant.of("deque: an owner pops a reserved element", "LifoWith123.PopThenPopAgainstStealBatch",
                        alwaysTrue("WorkDeque", "isUnreserved"), alwaysTrue("DequeSlots", "isThere"),
                        slowed("Stealer", "claimReserved")),
                Mutant.of("deque: a FIFO owner and a thief get one element", "FifoWith1.PopAgainstSteal",
                        notAtomic("DequeTop", "getAndAddTop")),
                Mutant.of("deque: pushReportingEmpty may read top too early",
                        "LifoWith1.PushReportingEmptyAgainstStealThenSteal",
                        weakerMode("DequeBottom", "setBottomVolatile", "setVolatile", "setRelease")),
                Mutant.of("deque: an owner pops from a shared reservation",
                        "Lifo8With123.PopThenPopAgainstStealThenSteal",
                        alwaysTrue("WorkDeque", "isUnreserved"), alwaysTrue("DequeSlots", "isThere"),
                        slowed("DequeTop", "casTop"), slowed("DequeBottom", "setBottomVolatile")),
                Mutant.of("deque: two batches get the same elements",
                        "FifoWith123.StealBatchAndPopAgainstStealBatchAndPop",
                        notAtomic("DequeTop", "casTop")),
                Mutant.of("deque: size is negative",
                        "LifoEmpty.PopThenPushThenPopThenPopAgainstSizeThenSize",
                        unbounded("WorkDeque", "size", "max")),
                Mutant.of("deque: an iterator shows a newer element in place of a stolen one",
                        "Fifo2With12.StealThenPushAgainstIterator",
                        alwaysTrue("Stealer$DequeIterator", "isLeft"), slowed("DequeSlots", "bufferAcquire")),
                Mutant.of("deque: null is taken from a larger buffer",
                        "Lifo2With12.PushThenPushAgainstStealThenSteal",
                        alwaysTrue("DequeSlots", "isThere"),
                        movedBefore("WorkDeque", "moveTo", "setBufferRelease", "cachedTop")),
                Mutant.of("deque: null is taken from a smaller buffer",
                        "RenewedLifo64With123.PushThenPopAgainstStealThenSteal",
                        alwaysTrue("DequeSlots", "isThere"),
                        movedBefore("WorkDeque", "moveTo", "setBufferRelease", "cachedTop")),
                Mutant.of("channel: a wait ends twice", "HandWrittenChannels.TimeoutAgainstHandOver",
                        notAtomic("channel/Choice", "casState")),
                Mutant.of("channel: a receiver is told before the last element",
                        "UnboundedEmpty.TrySendThenCloseAgainstTryReceive",
                        movedBefore("channel/Channel", "takeOrThrow", "take", "isClosed"),
                        slowed("channel/BufferedChannel", "isClosed")),
                Mutant.of("channel: a later cause replaces the first",
                        "Bounded1Empty.CloseWithThenTryReceiveAgainstCloseWithThenTryReceive",
                        notAtomic("channel/Channel", "casCause")),
                Mutant.of("channel: two threads count one dropped element",
                        "DropOldest1With1.TrySendThenTrySendAgainstTrySend",
                        notAtomic("internal/WordField", "getAndAddValue")));
    }
}
