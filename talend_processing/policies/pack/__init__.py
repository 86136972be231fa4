"""The policy pack in the form that `pulumi --policy-pack` takes."""
