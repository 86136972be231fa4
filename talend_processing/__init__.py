"""Talend Cloud's Processing API as Pulumi resources."""
