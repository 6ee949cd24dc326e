package dev.filch.pool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A test of both pools, the work-stealing pool in both of its forms. */
@ParameterizedTest
@EnumSource(value = PoolKind.class, names = {"LIFO", "FIFO", "SHARED"})
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface EveryPool {
}
