package dev.filch.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an accessor whose plain access may race with reads of other threads, on purpose. Its table says why that does
 * no harm. Any other plain access that races is a mistake; the model checker finds it, and shows readers of a marked one
 * whatever the Java memory model allows.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface Racy {
}
